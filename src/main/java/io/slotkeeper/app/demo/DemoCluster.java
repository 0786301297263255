package io.slotkeeper.app.demo;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import io.slotkeeper.wire.OutputReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The clients of the demo: an upstream service with its own producer, and a downstream service that reads committed
 * records.
 */
final class DemoCluster implements AutoCloseable {

    /** The first outcome waits until the processor has its partitions. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(50);

    /** A committed record of an output topic. */
    record DemoRecord(Topic topic, String key, Json.Obj value) {}

    private final Config config;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<DemoRecord> read = new ArrayList<>();

    private final CompletableFuture<String> stop;

    private DemoCluster(
            Config config,
            CompletableFuture<String> stop,
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer) {
        this.config = config;
        this.stop = stop;
        this.producer = producer;
        this.consumer = consumer;
    }

    /**
     * Reads all outcomes and snapshots from the beginning.
     *
     * @param stop completes when waiting has to end
     */
    static DemoCluster connect(Config config, CompletableFuture<String> stop) {
        KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(config.cluster());
        List<TopicPartition> partitions =
                List.of(Topic.REQUEST_OUTCOMES, Topic.CONVERSATION_SNAPSHOTS, Topic.RESERVATION_SNAPSHOTS).stream()
                        .flatMap(topic -> KafkaClients.partitions(
                                consumer, config.topics().name(topic)))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new DemoCluster(config, stop, KafkaClients.producer(config.cluster()), consumer);
    }

    static Json.Obj json(String text) {
        return JsonReader.read(bytes(text)).orElseThrow(DemoCluster::notJson);
    }

    private static CommandFailure notJson() {
        return new CommandFailure("a record that was expected to be JSON is not");
    }

    /** Returns when the broker has acknowledged the record. */
    RecordMetadata send(Topic topic, String key, String value) {
        try {
            return producer.send(new ProducerRecord<>(config.topics().name(topic), bytes(key), bytes(value)))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandFailure("a request could not be sent: " + KafkaClients.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    DemoRecord outcomeOf(RecordMetadata request) {
        return await(
                "an outcome",
                TIMEOUT,
                it -> it.topic() == Topic.REQUEST_OUTCOMES
                        && it.value()
                                .object("source")
                                .filter(source -> isOf(request, source))
                                .isPresent());
    }

    private static boolean isOf(RecordMetadata request, Json.Obj source) {
        return source.text("topic").filter(request.topic()::endsWith).isPresent()
                && source.integer("partition").equals(Optional.of((long) request.partition()))
                && source.integer("offset").equals(Optional.of(request.offset()));
    }

    /** @param delay expected in addition to the usual time */
    DemoRecord snapshot(Topic topic, String key, int revision, Duration delay) {
        return await(
                "revision " + revision + " of " + key,
                TIMEOUT.plus(delay),
                it -> it.topic() == topic
                        && it.key().equals(key)
                        && it.value().integer("revision").equals(Optional.of((long) revision)));
    }

    private DemoRecord await(String what, Duration timeout, Predicate<DemoRecord> test) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Optional<DemoRecord> found = read.stream().filter(test).findFirst();
        while (found.isEmpty()) {
            if (stop.isDone()) {
                throw new CommandFailure("ended by a " + stop.join() + " before everything was shown");
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        "expected " + what + " within " + timeout.toSeconds() + " s but it did not come");
            }
            for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL_TIMEOUT)) {
                if (one.value() != null) {
                    read.add(read(one));
                }
            }
            found = read.stream().filter(test).findFirst();
        }
        return found.get();
    }

    private DemoRecord read(ConsumerRecord<byte[], byte[]> one) {
        return new DemoRecord(
                config.topics().byName(one.topic()).orElseThrow(),
                new String(one.key(), StandardCharsets.UTF_8),
                OutputReader.tree(one.value()).orElseThrow(DemoCluster::notJson));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
