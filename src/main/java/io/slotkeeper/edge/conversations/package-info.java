/** Scheduling conversations on the wire (docs/spec/http.md#conversations). No rules of its own but those of the format. */
@NullMarked
package io.slotkeeper.edge.conversations;

import org.jspecify.annotations.NullMarked;
