package io.slotkeeper.app.chaos;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Watches when each input partition was last answered: the latest request whose outcome can be read. Request and fault
 * have the same clock, that of this machine.
 */
final class OutcomeClock implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Set<String> SOURCE = Set.of("source");

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Instant> answered = new ConcurrentHashMap<>();
    private final Thread reader = new Thread(this::read, "chaos-outcomes");
    /** When each partition was last answered, as this process has seen it, and the longest time between two answers. */
    private final Map<TopicPartition, Long> heard = new HashMap<>();

    private long longestNanos;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean ending;

    OutcomeClock(Config config) {
        this.consumer = KafkaClients.consumer(config.cluster());
        String topic = config.topics().name(Topic.REQUEST_OUTCOMES);
        List<TopicPartition> partitions = IntStream.range(0, ChaosCluster.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        for (Topic input : Topic.inputs()) {
            for (int partition = 0; partition < ChaosCluster.PARTITIONS; partition++) {
                answered.put(new TopicPartition(input.logicalName(), partition), Instant.EPOCH);
            }
        }
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (!ending) {
                for (ConsumerRecord<byte[], byte[]> outcome : consumer.poll(POLL)) {
                    source(outcome)
                            .ifPresent(source -> answered(
                                    new TopicPartition(source, outcome.partition()),
                                    Instant.ofEpochMilli(outcome.timestamp())));
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            consumer.close();
        }
    }

    private void answered(TopicPartition partition, Instant request) {
        answered.merge(partition, request, (one, other) -> one.isAfter(other) ? one : other);
        synchronized (heard) {
            long now = System.nanoTime();
            Long before = heard.put(partition, now);
            longestNanos = Math.max(longestNanos, before == null ? 0 : now - before);
        }
    }

    /** From now on. */
    void watchSilence() {
        synchronized (heard) {
            longestNanos = 0;
        }
    }

    /** The longest time that passed between two answers of a partition since {@link #watchSilence}. */
    Duration longestSilence() {
        synchronized (heard) {
            return Duration.ofNanos(longestNanos);
        }
    }

    private static Optional<String> source(ConsumerRecord<byte[], byte[]> outcome) {
        return Optional.ofNullable(outcome.value())
                .flatMap(value -> OutputReader.fields(value, SOURCE))
                .flatMap(fields -> fields.object("source"))
                .flatMap((Json.Obj source) -> source.text("topic"));
    }

    /**
     * Waits until each partition has answered a request that came after a moment.
     *
     * @return milliseconds from that moment; empty when that took longer than one is ready to wait
     * @throws IllegalStateException if answers are no longer read
     */
    OptionalLong awaitAllSince(Instant moment, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (answered.values().stream().anyMatch(last -> !last.isAfter(moment))) {
            RuntimeException failed = failure;
            if (failed != null) {
                throw new IllegalStateException("the outcomes can't be read", failed);
            }
            if (System.nanoTime() > deadline) {
                return OptionalLong.empty();
            }
            Thread.sleep(POLL.toMillis());
        }
        return OptionalLong.of(Duration.between(moment, Instant.now()).toMillis());
    }

    /** Which partitions have not answered anything that came after a moment. */
    List<String> silentSince(Instant moment) {
        return answered.entrySet().stream()
                .filter(last -> !last.getValue().isAfter(moment))
                .map(last -> last.getKey().toString())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        ending = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
