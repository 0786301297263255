package io.slotkeeper.replay;

import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.replay.LogReader.Range;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Processes one partition of an input again and compares the outputs. Used once, by one thread. */
final class PartitionReplay implements Callable<PartitionReport> {

    private record ComparedPartition(Topic topic, int partition) {}

    private final TopicNames topics;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final Topic input;
    private final TopicPartition log;
    private final long end;
    private final Map<TopicPartition, Range> ranges;
    private final int partitions;
    private final OfflineLog offline;
    private final LongAdder progress;
    private final BooleanSupplier stopped;
    private final Map<ComparedPartition, Outputs> outputs = new LinkedHashMap<>();
    private final Map<Topic, StreamDigest> tallies = new EnumMap<>(Topic.class);
    private Optional<Difference> difference = Optional.empty();

    /**
     * @param end first offset that isn't processed
     * @param ranges of all topics, determined after {@code end}
     * @param partitions number of partitions of every topic
     * @param offline at its beginning
     * @param progress counts the records read
     * @param stopped whether to stop before the end; the result is then meaningless
     */
    PartitionReplay(
            TopicNames topics,
            Supplier<Consumer<byte[], byte[]>> readers,
            Topic input,
            int partition,
            long end,
            Map<TopicPartition, Range> ranges,
            int partitions,
            OfflineLog offline,
            LongAdder progress,
            BooleanSupplier stopped) {
        this.topics = topics;
        this.readers = readers;
        this.input = input;
        this.log = new TopicPartition(topics.name(input), partition);
        this.end = end;
        this.ranges = ranges;
        this.partitions = partitions;
        this.offline = offline;
        this.progress = progress;
        this.stopped = stopped;
    }

    @Override
    public PartitionReport call() {
        long records = 0;
        Range whole = range(log);
        try (LogReader reader = new LogReader(readers, log, new Range(whole.start(), Math.min(end, whole.end())))) {
            if (whole.start() > 0) {
                throw new TruncatedLogException(log, whole.start());
            }
            openOutputs(whole.end() > end);
            while (!stopped.getAsBoolean() && reader.peek().isPresent()) {
                process(reader.take());
                progress.increment();
                records++;
            }
            outputs.forEach((place, there) -> remember(place, there.end()));
            return new PartitionReport(input, log, records, totals(), difference);
        } finally {
            outputs.values().forEach(Outputs::close);
        }
    }

    private Range range(TopicPartition partition) {
        return ranges.getOrDefault(partition, new Range(0, 0));
    }

    /** @param more whether the log continues after what is compared */
    private void openOutputs(boolean more) {
        int own = log.partition();
        open(new ComparedPartition(input.snapshots(), own), more);
        open(new ComparedPartition(Topic.REQUEST_OUTCOMES, own), more);
        open(new ComparedPartition(Topic.REFUSED_RECORDS, own), more);
        for (int partition = 0; partition < partitions; partition++) {
            open(new ComparedPartition(Topic.EDGE_OUTCOMES, partition), more);
        }
    }

    private void open(ComparedPartition place, boolean more) {
        var partition = new TopicPartition(topics.name(place.topic()), place.partition());
        var reader = new LogReader(readers, partition, range(partition));
        outputs.put(
                place,
                place.topic().isSnapshots()
                        ? new CompactedOutputs(reader, end, more)
                        : new TimedOutputs(reader, input, log.partition(), end));
        tallies.computeIfAbsent(place.topic(), any -> new StreamDigest());
    }

    private void process(ConsumerRecord<byte[], byte[]> record) {
        for (OutputRecord emitted : offline.process(record)) {
            StreamDigest tally = tallies.get(emitted.topic());
            var place = new ComparedPartition(emitted.topic(), emitted.partition());
            Outputs there = outputs.get(place);
            if (tally == null || there == null) {
                throw new IllegalStateException("Expected nothing for " + place + " from " + log);
            }
            tally.add(emitted);
            if (difference.isEmpty()) {
                remember(place, there.expect(emitted, record.offset()));
            }
        }
    }

    private void remember(ComparedPartition place, Optional<Mismatch> mismatch) {
        if (difference.isEmpty()) {
            difference = mismatch.map(it -> new Difference(
                    input,
                    log.partition(),
                    place.topic(),
                    place.partition(),
                    it.found().map(ConsumerRecord::offset),
                    it.expected().map(OutputValues::shown),
                    it.found().map(OutputValues::shown)));
        }
    }

    private List<PartitionReport.Total> totals() {
        List<PartitionReport.Total> totals = new ArrayList<>();
        tallies.forEach((topic, tally) -> totals.add(new PartitionReport.Total(
                topic,
                tally.count(),
                outputs.entrySet().stream()
                        .filter(there -> there.getKey().topic() == topic)
                        .mapToLong(there -> there.getValue().matched())
                        .sum(),
                tally.hex())));
        return totals;
    }
}
