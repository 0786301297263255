package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.StreamMeters;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.SlotkeeperTopology;
import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.stream.Ticks;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Topics of its own on the test broker, the processor to start and stop, an upstream that produces and a downstream that
 * reads what is committed.
 */
public final class TestProgram implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TopicNames topics;
    private final DecisionSettings settings;
    private final Path state;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final List<Seen> seen = new ArrayList<>();
    private final List<Future<RecordMetadata>> posted = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Optional<KafkaStreams> streams = Optional.empty();

    /** A committed output record. */
    public record Seen(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        public @Nullable String key() {
            return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        }

        public boolean isTombstone() {
            return record.value() == null;
        }

        public JsonNode value() {
            return json(OutputReader.json(record.value()).orElseThrow());
        }
    }

    public static TestProgram of(Class<?> test, String testCase, int partitions) {
        return of(test, testCase, partitions, ReservationSettings.DEFAULT);
    }

    public static TestProgram of(Class<?> test, String testCase, int partitions, ReservationSettings reservations) {
        return new TestProgram(
                Broker.topics(test, testCase),
                new DecisionSettings(partitions, ConversationSettings.DEFAULT, reservations));
    }

    private TestProgram(TopicNames topics, DecisionSettings settings) {
        this.topics = topics;
        this.settings = settings;
        try (Admin admin = Broker.admin()) {
            new TopicAdmin(admin, topics, Broker.bootstrap()).create(settings.partitions(), OptionalInt.of(1));
        }
        try {
            state = Files.createTempDirectory("slotkeeper-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Broker.bootstrap(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = Broker.reader();
        List<TopicPartition> outputs = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (topic.role() == Topic.Role.OUTPUT) {
                for (int p = 0; p < settings.partitions(); p++) {
                    outputs.add(new TopicPartition(topics.name(topic), p));
                }
            }
        }
        consumer.assign(outputs);
        consumer.seekToBeginning(outputs);
    }

    public TopicNames topics() {
        return topics;
    }

    /** The input partitions by the client ids of the instances that process them; none before the first has come. */
    public Map<String, Set<TopicPartition>> owned() {
        Map<String, Set<TopicPartition>> owned = new HashMap<>();
        try (Admin admin = Broker.admin()) {
            String group = topics.applicationId();
            admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .flatMap(description -> description.members().stream())
                    .forEach(member -> owned.computeIfAbsent(
                                    member.clientId().replaceFirst("-StreamThread.*", ""), none -> new HashSet<>())
                            .addAll(member.assignment().topicPartitions()));
            return owned;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return owned;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until these instances process half of the partitions each. */
    public void awaitShared(String one, String other) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<String, Set<TopicPartition>> owned = owned();
            assertThat(owned.keySet()).containsExactlyInAnyOrder(one, other);
            assertThat(owned.values()).allSatisfy(some -> assertThat(some).hasSize(settings.partitions()));
        });
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Starts the processor and waits until it has all partitions. */
    public TestProgram start() {
        return start(Map.of());
    }

    public TestProgram start(Map<String, String> overrides) {
        var properties = StreamsSettings.of(topics.applicationId(), Broker.bootstrap(), state, 2, overrides);
        var instance = new KafkaStreams(
                SlotkeeperTopology.create(
                        settings,
                        topics,
                        OutputFormat.AVRO,
                        Ticks.SENT,
                        new StreamMeters(meters),
                        new OpenPartitions()),
                properties);
        streams = Optional.of(instance);
        instance.start();
        await().atMost(PATIENCE).until(() -> instance.state() == KafkaStreams.State.RUNNING);
        return this;
    }

    /** Stops the processor as an operator would; its state directory stays. */
    public void stop() {
        streams.ifPresent(running -> running.close(
                CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)));
        streams = Optional.empty();
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    public KafkaStreams streams() {
        return streams.orElseThrow();
    }

    /** Sends a request as JSON (single quotes do) and waits for the broker. */
    public RecordMetadata send(Topic topic, String key, String json) {
        return send(new ProducerRecord<>(topics.name(topic), bytes(key), bytes(json.replace('\'', '"'))));
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends without waiting; {@link #flush()} waits for all. */
    public void post(ProducerRecord<byte[], byte[]> record) {
        posted.add(producer.send(record));
    }

    /** Waits until the broker has everything that was posted. */
    public void flush() {
        posted.forEach(sent -> {
            try {
                sent.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        posted.clear();
    }

    public int partitions() {
        return settings.partitions();
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request and waits for its outcome. */
    public JsonNode ask(Topic topic, String key, String json) {
        return outcomeOf(send(topic, key, json));
    }

    public JsonNode outcomeOf(RecordMetadata request) {
        return awaitOne("the outcome of " + request, it -> answers(it, Topic.REQUEST_OUTCOMES, request))
                .value();
    }

    private boolean answers(Seen it, Topic topic, RecordMetadata request) {
        if (it.topic() != topic) {
            return false;
        }
        JsonNode source =
                topic == Topic.REFUSED_RECORDS ? it.value() : it.value().get("source");
        return topics.byName(request.topic())
                        .map(Topic::logicalName)
                        .filter(source.get("topic").textValue()::equals)
                        .isPresent()
                && source.get("partition").intValue() == request.partition()
                && source.get("offset").longValue() == request.offset();
    }

    public JsonNode refusedRecordOf(RecordMetadata record) {
        return awaitOne("the refused record of " + record, it -> answers(it, Topic.REFUSED_RECORDS, record))
                .value();
    }

    /** Everything committed to the output topics that was read so far, after one more look; for while more comes in. */
    public List<Seen> look() {
        poll();
        return Collections.unmodifiableList(seen);
    }

    /** Up to where the input partitions are processed: the offsets that were committed with what came of them. */
    public Map<TopicPartition, Long> processed() {
        try (Admin admin = Broker.admin()) {
            Map<TopicPartition, Long> processed = new HashMap<>();
            admin.listConsumerGroupOffsets(topics.applicationId())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, committed) -> processed.put(partition, committed.offset()));
            return processed;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything that a topic holds and that is committed, partition by partition, in the order of its offsets. */
    public List<ConsumerRecord<byte[], byte[]>> log(Topic topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int p = 0; p < settings.partitions(); p++) {
            partitions.add(new TopicPartition(topics.name(topic), p));
        }
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        try (var reader = Broker.reader()) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> {
                reader.poll(Duration.ofMillis(20)).forEach(log::add);
                return ends.entrySet().stream().allMatch(end -> reader.position(end.getKey()) >= end.getValue());
            });
        }
        log.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return log;
    }

    /** Everything committed to the output topics so far, read once more until there is nothing new. */
    public List<Seen> seen() {
        int more = poll();
        while (more > 0) {
            more = poll();
        }
        return List.copyOf(seen);
    }

    public List<Seen> seen(Topic topic) {
        return seen().stream().filter(it -> it.topic() == topic).toList();
    }

    public Seen awaitOne(String what, java.util.function.Predicate<Seen> test) {
        await().alias(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    poll();
                    return seen.stream().anyMatch(test);
                });
        return seen.stream().filter(test).findFirst().orElseThrow();
    }

    /** The snapshots of a reservation or conversation so far, by its key. */
    public List<Seen> snapshots(Topic topic, String key) {
        return seen(topic).stream().filter(it -> key.equals(it.key())).toList();
    }

    private int poll() {
        int before = seen.size();
        consumer.poll(Duration.ofMillis(20))
                .forEach(record ->
                        seen.add(new Seen(topics.byName(record.topic()).orElseThrow(), record)));
        return seen.size() - before;
    }

    @Override
    public void close() {
        stop();
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
