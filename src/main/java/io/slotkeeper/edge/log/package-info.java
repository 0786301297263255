/**
 * Writes requests to the log, waits for their committed outcomes, and forwards reads to the instance that owns the key.
 * May use Kafka's clients, {@code stream.query}, {@code wire}, {@code edge.http} and {@code edge.access}.
 */
@NullMarked
package io.slotkeeper.edge.log;

import org.jspecify.annotations.NullMarked;
