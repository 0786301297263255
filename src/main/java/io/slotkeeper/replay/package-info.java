/**
 * Processes input logs again, without Kafka Streams, and compares the results with what the output topics hold. May use
 * {@code process}, {@code wire}, {@code topics} and Kafka's plain clients.
 */
@NullMarked
package io.slotkeeper.replay;

import org.jspecify.annotations.NullMarked;
