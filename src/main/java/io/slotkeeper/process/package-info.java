/**
 * Processes a partition's log record by record: announces due deadlines, decides the request, encodes, then writes. May
 * use the state machines, {@code wire}, {@code store} and {@code topics}, but not Kafka Streams, so that the same code
 * runs in a task and in a replay.
 */
@NullMarked
package io.slotkeeper.process;

import org.jspecify.annotations.NullMarked;
