package io.slotkeeper.audit;

import io.slotkeeper.oracle.OracleSettings;
import io.slotkeeper.replay.LogReader.Range;
import io.slotkeeper.topics.TopicNames;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What all partitions of an audit have in common.
 *
 * @param readers of what is committed, without a group
 * @param settings that the outputs were decided with
 * @param ranges of all topics, seen after it was known how far the inputs are processed
 * @param progress counts the records read
 * @param stopped whether to end before the end; the result is then worth nothing
 */
record AuditedCluster(
        TopicNames topics,
        Supplier<Consumer<byte[], byte[]>> readers,
        OracleSettings settings,
        Map<TopicPartition, Range> ranges,
        LongAdder progress,
        BooleanSupplier stopped) {}
