/**
 * Kafka Streams: the topology, its processors, stores, ticks and settings. May use Kafka Streams, {@code process} and
 * what is below; the order in which a record is processed is that of {@link io.slotkeeper.process.RecordProcessor}.
 */
@NullMarked
package io.slotkeeper.stream;

import org.jspecify.annotations.NullMarked;
