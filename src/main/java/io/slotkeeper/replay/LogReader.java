package io.slotkeeper.replay;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the committed records of one partition in order, from the first available one up to an offset. Holds no more of
 * them than the consumer fetches at a time. Not thread-safe.
 */
public final class LogReader implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);

    /** How long the cluster may return nothing before reading fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The first available offset, and the first one after the last record. */
    public record Range(long start, long end) {}

    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final TopicPartition partition;
    private final long start;
    private final long end;
    private Optional<Consumer<byte[], byte[]>> opened = Optional.empty();
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched =
            List.<ConsumerRecord<byte[], byte[]>>of().iterator();
    private Optional<ConsumerRecord<byte[], byte[]>> next = Optional.empty();

    /**
     * Opens no connection until there is something to read: it would cost more than a look at many empty partitions.
     *
     * @param readers create consumers of committed records, without a group; the one opened is closed with this
     */
    public LogReader(Supplier<Consumer<byte[], byte[]>> readers, TopicPartition partition, Range range) {
        this.readers = readers;
        this.partition = partition;
        this.start = range.start();
        this.end = range.end();
    }

    /**
     * What can be read now of every partition of our topics. Inputs last: while the application runs, every output in
     * range then has its input record in range.
     */
    public static Map<TopicPartition, Range> ranges(
            Supplier<Consumer<byte[], byte[]>> readers, TopicNames topics, int partitions) {
        var ranges = new HashMap<>(ranges(readers, partitions(topics, partitions, Topic.Role.OUTPUT)));
        ranges.putAll(ranges(readers, partitions(topics, partitions, Topic.Role.INPUT)));
        return ranges;
    }

    private static List<TopicPartition> partitions(TopicNames topics, int partitions, Topic.Role role) {
        return Stream.of(Topic.values())
                .filter(topic -> topic.role() == role)
                .flatMap(topic -> IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topics.name(topic), partition)))
                .toList();
    }

    /** What can be read of the partitions now. */
    static Map<TopicPartition, Range> ranges(
            Supplier<Consumer<byte[], byte[]>> readers, Collection<TopicPartition> partitions) {
        try (Consumer<byte[], byte[]> consumer = readers.get()) {
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return partitions.stream()
                    .collect(Collectors.toMap(
                            at -> at, at -> new Range(starts.getOrDefault(at, 0L), ends.getOrDefault(at, 0L))));
        }
    }

    /** The first offset that is available. */
    public long start() {
        return start;
    }

    /**
     * The next record, without moving past it; empty at the end.
     *
     * @throws TimeoutException if the cluster stops answering
     */
    public Optional<ConsumerRecord<byte[], byte[]>> peek() {
        if (next.isEmpty() && (fetched.hasNext() || fetch())) {
            next = Optional.of(fetched.next()).filter(record -> record.offset() < end);
        }
        return next;
    }

    /** Waits for more; false at the end. */
    private boolean fetch() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!fetched.hasNext()) {
            if (start >= end || consumer().position(partition) >= end) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(partition + " could not be read on within " + PATIENCE.toSeconds() + " s");
            }
            fetched = consumer().poll(LOOK).iterator();
        }
        return true;
    }

    /** Returns the next record and moves past it. */
    public ConsumerRecord<byte[], byte[]> take() {
        ConsumerRecord<byte[], byte[]> taken =
                peek().orElseThrow(() -> new NoSuchElementException("Expected a record before the end"));
        next = Optional.empty();
        return taken;
    }

    private Consumer<byte[], byte[]> consumer() {
        if (opened.isEmpty()) {
            Consumer<byte[], byte[]> consumer = readers.get();
            opened = Optional.of(consumer);
            consumer.assign(List.of(partition));
            consumer.seek(partition, start);
        }
        return opened.get();
    }

    @Override
    public void close() {
        opened.ifPresent(Consumer::close);
    }
}
