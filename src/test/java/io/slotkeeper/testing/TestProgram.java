package io.slotkeeper.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.ObservedClients;
import io.slotkeeper.stream.SlotkeeperTopology;
import io.slotkeeper.stream.StreamMeters;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
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
    private final RequestProducer upstream;
    private final CommittedOutputs downstream;
    private final ProcessorGroup group;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Optional<KafkaStreams> streams = Optional.empty();

    /** A committed output record. */
    public static final class Seen {

        private final Topic topic;
        private final ConsumerRecord<byte[], byte[]> record;
        private Optional<JsonNode> value = Optional.empty();

        Seen(Topic topic, ConsumerRecord<byte[], byte[]> record) {
            this.topic = topic;
            this.record = record;
        }

        public Topic topic() {
            return topic;
        }

        public ConsumerRecord<byte[], byte[]> record() {
            return record;
        }

        public @Nullable String key() {
            return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        }

        public boolean isTombstone() {
            return record.value() == null;
        }

        /** Read once: who waits for something looks at all there is again and again. */
        public JsonNode value() {
            if (value.isEmpty()) {
                value = Optional.of(json(OutputReader.json(record.value()).orElseThrow()));
            }
            return value.get();
        }

        @Override
        public String toString() {
            return topic + " " + record.partition() + "@" + record.offset() + " " + key() + "="
                    + (isTombstone() ? null : OutputReader.json(record.value()));
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

    /** On topics that others may use, too. */
    public static TestProgram on(TopicNames topics, int partitions) {
        return new TestProgram(
                topics, new DecisionSettings(partitions, ConversationSettings.DEFAULT, ReservationSettings.DEFAULT));
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
        upstream = new RequestProducer();
        downstream = new CommittedOutputs(topics, settings.partitions());
        group = new ProcessorGroup(topics.applicationId());
    }

    public TopicNames topics() {
        return topics;
    }

    public int partitions() {
        return settings.partitions();
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    // The processor.

    /** Starts the processor and waits until it has all partitions. */
    public TestProgram start() {
        return start(Map.of());
    }

    public TestProgram start(Map<String, String> overrides) {
        var properties = StreamsSettings.of(topics.applicationId(), Broker.bootstrap(), state, 2, overrides);
        var open = new OpenPartitions();
        var instance = new KafkaStreams(
                SlotkeeperTopology.create(
                        settings, topics, OutputFormat.AVRO, Ticks.SENT, new StreamMeters(meters), open),
                properties,
                new ObservedClients(() -> open.ran(System.nanoTime())));
        streams = Optional.of(instance);
        instance.start();
        await().atMost(PATIENCE).until(() -> instance.state() == KafkaStreams.State.RUNNING);
        return this;
    }

    /** How often its threads have committed since it was started. */
    public double commits() {
        return streams.orElseThrow().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("commit-total")
                        && metric.getKey().group().equals("stream-thread-metrics"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
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

    // What is sent to it.

    /** Sends a request as JSON (single quotes do) and waits for the broker. */
    public RecordMetadata send(Topic topic, String key, String json) {
        return send(new ProducerRecord<>(topics.name(topic), bytes(key), bytes(json.replace('\'', '"'))));
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return upstream.send(record);
    }

    /** Sends without waiting; {@link #flush()} waits for all. */
    public void post(ProducerRecord<byte[], byte[]> record) {
        upstream.post(record);
    }

    /** Waits until the broker has everything that was posted. */
    public void flush() {
        upstream.flush();
    }

    /** Sends a request and waits for its outcome. */
    public JsonNode ask(Topic topic, String key, String json) {
        return outcomeOf(send(topic, key, json));
    }

    // What comes of it.

    public JsonNode outcomeOf(RecordMetadata request) {
        return downstream.awaitAnswer(Topic.REQUEST_OUTCOMES, request);
    }

    public JsonNode refusedRecordOf(RecordMetadata record) {
        return downstream.awaitAnswer(Topic.REFUSED_RECORDS, record);
    }

    /** Whether it is an outcome or a refused record of this very request. */
    public boolean isAnswer(Seen it, RecordMetadata request) {
        return downstream.isAnswer(it, request);
    }

    public Seen awaitOne(String what, Predicate<Seen> test) {
        return downstream.awaitOne(what, test);
    }

    /** Everything committed to the output topics that was read so far, after one more look; for while more comes in. */
    public List<Seen> look() {
        return downstream.look();
    }

    /** How many outcomes were read so far, after one more look. */
    public long outcomes() {
        return look().stream()
                .filter(it -> it.topic() == Topic.REQUEST_OUTCOMES)
                .count();
    }

    /** Everything committed to the output topics so far, read once more until there is nothing new. */
    public List<Seen> seen() {
        return downstream.all();
    }

    public List<Seen> seen(Topic topic) {
        return seen().stream().filter(it -> it.topic() == topic).toList();
    }

    /** The snapshots of a reservation or conversation so far, by its key. */
    public List<Seen> snapshots(Topic topic, String key) {
        return seen(topic).stream().filter(it -> key.equals(it.key())).toList();
    }

    /** Everything that a topic holds and that is committed, partition by partition, in the order of its offsets. */
    public List<ConsumerRecord<byte[], byte[]>> log(Topic topic) {
        return downstream.log(topic);
    }

    // Its consumer group.

    /** The input partitions by the client ids of the instances that process them; none before the first has come. */
    public Map<String, Set<TopicPartition>> owned() {
        return group.owned();
    }

    /** Waits until these instances process half of the partitions each. */
    public void awaitShared(String one, String other) {
        // Of two inputs.
        group.awaitShared(one, other, settings.partitions());
    }

    /** Up to where the input partitions are processed: the offsets that were committed with what came of them. */
    public Map<TopicPartition, Long> processed() {
        return group.committed();
    }

    @Override
    public void close() {
        stop();
        upstream.close();
        downstream.close();
    }
}
