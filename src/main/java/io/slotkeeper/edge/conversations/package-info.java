/**
 * The HTTP API of scheduling conversations (docs/spec/http.md#conversations): routes, links and shapes. May use the
 * other rooms of {@code edge}; requests are decided by the log.
 */
@NullMarked
package io.slotkeeper.edge.conversations;

import org.jspecify.annotations.NullMarked;
