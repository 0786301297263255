/** Questions why a slot can be had or not, read as a request is, and the answers as clients read them. */
@NullMarked
package io.slotkeeper.wire.explain;

import org.jspecify.annotations.NullMarked;
