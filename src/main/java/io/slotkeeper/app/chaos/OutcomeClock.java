package io.slotkeeper.app.chaos;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.time.Duration;
import java.time.Instant;
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
        while (!ending) {
            for (ConsumerRecord<byte[], byte[]> outcome : consumer.poll(POLL)) {
                source(outcome)
                        .ifPresent(source -> answered.merge(
                                new TopicPartition(source, outcome.partition()),
                                Instant.ofEpochMilli(outcome.timestamp()),
                                (one, other) -> one.isAfter(other) ? one : other));
            }
        }
        consumer.close();
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
     */
    OptionalLong awaitAllSince(Instant moment, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (answered.values().stream().anyMatch(last -> !last.isAfter(moment))) {
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
