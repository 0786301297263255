/** Who may come in, and names that can't be guessed: keys, secrets, ids. No HTTP and no Kafka. */
@NullMarked
package io.slotkeeper.edge.access;

import org.jspecify.annotations.NullMarked;
