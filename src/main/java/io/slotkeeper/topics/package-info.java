/**
 * The topics: names, settings, and the partition of a key. Uses the names of {@code store} and, of Kafka's client
 * library, names of settings and the hash; connects to nothing.
 */
@NullMarked
package io.slotkeeper.topics;

import org.jspecify.annotations.NullMarked;
