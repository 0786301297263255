/**
 * Processes input logs once more, without Streams, and compares what comes out with what the output topics hold. May use
 * what {@code stream} and {@code wire} show of themselves, and Kafka's plain clients.
 */
@NullMarked
package io.slotkeeper.replay;

import org.jspecify.annotations.NullMarked;
