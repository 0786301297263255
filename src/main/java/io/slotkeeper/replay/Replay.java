package io.slotkeeper.replay;

import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.replay.LogReader.Range;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Decides whole input logs again and compares the results with what the output topics still hold
 * (docs/spec/log-time.md#replay). The memory needed depends on the live state, not on the length of a log.
 */
public final class Replay {

    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final TopicNames topics;
    private final DecisionSettings settings;
    private final OutputFormat format;
    private final BooleanSupplier stopped;
    private final LongAdder progress = new LongAdder();
    private volatile boolean failed;

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
        this.stopped = stopped;
        this.readers = readers;
        this.topics = topics;
        this.settings = settings;
        this.format = format;
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
        Map<TopicPartition, Range> ranges = ranges();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<PartitionReport>> all = new ArrayList<>();
            for (Topic input : Topic.inputs()) {
                for (int partition = 0; partition < settings.partitions(); partition++) {
                    all.add(threads.submit(partition(input, partition, ends, ranges)));
                }
            }
            List<PartitionReport> compared = new ArrayList<>();
            for (Future<PartitionReport> one : all) {
                compared.add(get(one));
            }
            return stopped.getAsBoolean() ? Optional.empty() : Optional.of(compared);
        } catch (RuntimeException e) {
            failed = true;
            throw e;
        } finally {
            // Tasks that still run see that it failed or was stopped; interrupting Kafka's clients would log errors.
            threads.shutdown();
        }
    }

    /** Inputs last: while the application runs, every output in range then has its input record in range. */
    private Map<TopicPartition, Range> ranges() {
        var ranges = new HashMap<>(LogReader.ranges(readers, partitions(Topic.Role.OUTPUT)));
        ranges.putAll(LogReader.ranges(readers, partitions(Topic.Role.INPUT)));
        return ranges;
    }

    private List<TopicPartition> partitions(Topic.Role role) {
        return Stream.of(Topic.values())
                .filter(topic -> topic.role() == role)
                .flatMap(topic -> IntStream.range(0, settings.partitions())
                        .mapToObj(partition -> new TopicPartition(topics.name(topic), partition)))
                .toList();
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
                () -> failed || stopped.getAsBoolean());
    }

    private static PartitionReport get(Future<PartitionReport> one) {
        try {
            return one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
