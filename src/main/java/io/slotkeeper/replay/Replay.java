package io.slotkeeper.replay;

import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.replay.LogReader.Range;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides whole input logs again and compares the results with what the output topics still hold
 * (docs/spec/log-time.md#replay). The memory needed depends on the live state, not on the length of a log.
 */
public final class Replay {

    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final TopicNames topics;
    private final DecisionSettings settings;
    private final OutputFormat format;
    private final PartitionTasks tasks;
    private final LongAdder progress = new LongAdder();

    /**
     * @param readers create consumers of committed records, without a group; each is closed here
     * @param settings with which the outputs were decided
     * @param format of the digests; outputs in the other one are compared by content
     * @param stopped whether to stop before the end; called by several threads
     */
    public Replay(
            Supplier<Consumer<byte[], byte[]>> readers,
            TopicNames topics,
            DecisionSettings settings,
            OutputFormat format,
            BooleanSupplier stopped) {
        this.readers = readers;
        this.topics = topics;
        this.settings = settings;
        this.format = format;
        this.tasks = new PartitionTasks(stopped);
    }

    /** Number of records read so far. Thread-safe. */
    public long progress() {
        return progress.sum();
    }

    /**
     * Processes every partition of both inputs, several in parallel.
     *
     * @param ends offset up to which each partition was processed; 0 for those without one
     * @return a report for each partition, ordered by topic and partition; empty if it was stopped
     * @throws TruncatedLogException if the beginning of a log is gone
     */
    public Optional<List<PartitionReport>> verify(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Range> ranges = LogReader.ranges(readers, topics, settings.partitions());
        List<PartitionReplay> all = new ArrayList<>();
        for (Topic input : Topic.inputs()) {
            for (int partition = 0; partition < settings.partitions(); partition++) {
                all.add(partition(input, partition, ends, ranges));
            }
        }
        return tasks.run(all);
    }

    private PartitionReplay partition(
            Topic input, int partition, Map<TopicPartition, Long> ends, Map<TopicPartition, Range> ranges) {
        return new PartitionReplay(
                topics,
                readers,
                input,
                partition,
                ends.getOrDefault(new TopicPartition(topics.name(input), partition), 0L),
                ranges,
                settings.partitions(),
                OfflineLog.open(input, settings, format),
                progress,
                tasks::areOver);
    }
}
