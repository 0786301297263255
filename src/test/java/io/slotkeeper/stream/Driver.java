package io.slotkeeper.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.testing.BothFormats;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology on the test driver, with the shipped settings: one partition, number 0 of {@link #PARTITIONS}. */
final class Driver implements AutoCloseable {

    static final int PARTITIONS = 8;
    static final Instant START = Instant.parse("2050-05-02T08:00:00Z");

    private final TopicNames topics = TopicNames.withPrefix("test.");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;
    private final Map<Topic, TestInputTopic<byte[], byte[]>> inputs = new EnumMap<>(Topic.class);
    private final Map<Topic, TestOutputTopic<byte[], byte[]>> outputs = new EnumMap<>(Topic.class);

    Driver(Path state) {
        var settings = new DecisionSettings(PARTITIONS, ConversationSettings.DEFAULT, ReservationSettings.DEFAULT);
        driver = new TopologyTestDriver(
                SlotkeeperTopology.create(
                        settings,
                        topics,
                        new BothFormats(),
                        Ticks.SENT,
                        new StreamMeters(meters),
                        new OpenPartitions()),
                StreamsSettings.of("test", "localhost:1", state, 1, Map.of()),
                START);
        for (Topic topic : Topic.values()) {
            String name = topics.name(topic);
            if (topic.role() == Topic.Role.INPUT) {
                inputs.put(topic, driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()));
            }
            outputs.put(
                    topic, driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        }
    }

    /** A record that came out. */
    record Out(@Nullable String key, byte @Nullable [] bytes, Headers headers, Instant timestamp) {
        boolean isTombstone() {
            return bytes == null;
        }

        String text() {
            return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        }

        JsonNode value() {
            return TestProgram.json(text());
        }

        /** The text of a field, by JSON pointer; "null" for null. */
        String at(String pointer) {
            return value().at(pointer).asText();
        }
    }

    static byte[] bytes(String json) {
        return TestProgram.bytes(json.replace('\'', '"'));
    }

    /** Sends a record; single quotes do for JSON. */
    void send(Topic topic, @Nullable String key, @Nullable String json, Instant timestamp) {
        send(topic, key, json, timestamp, new RecordHeaders());
    }

    void send(Topic topic, @Nullable String key, @Nullable String json, Instant timestamp, Headers headers) {
        sendBytes(
                topic,
                key == null ? null : TestProgram.bytes(key),
                json == null ? null : bytes(json),
                timestamp,
                headers);
    }

    void sendBytes(Topic topic, byte @Nullable [] key, byte @Nullable [] value, Instant timestamp, Headers headers) {
        input(topic).pipeInput(new TestRecord<>(key, value, headers, timestamp));
    }

    private TestInputTopic<byte[], byte[]> input(Topic topic) {
        return java.util.Objects.requireNonNull(inputs.get(topic));
    }

    /** What came out since the last time this was asked. */
    List<Out> read(Topic topic) {
        List<Out> result = new ArrayList<>();
        java.util.Objects.requireNonNull(outputs.get(topic))
                .readRecordsToList()
                .forEach(it -> result.add(new Out(
                        it.key() == null ? null : new String(it.key(), StandardCharsets.UTF_8),
                        it.value(),
                        it.headers(),
                        it.getRecordTime())));
        return result;
    }

    /** Sends a request and takes the only outcome. */
    Out ask(Topic topic, String key, String json, Instant timestamp) {
        send(topic, key, json, timestamp);
        List<Out> outcomes = read(Topic.REQUEST_OUTCOMES);
        if (outcomes.size() != 1) {
            throw new AssertionError("Expected one outcome of " + json + " but got " + outcomes);
        }
        return outcomes.get(0);
    }

    void forgetOutput() {
        outputs.keySet().forEach(this::read);
    }

    void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    KeyValueStore<byte[], byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    double count(String meter, String... tags) {
        return meters.find(meter).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    static int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(TestProgram.bytes(key))) % PARTITIONS;
    }

    /** Keys that belong to partition 0, in ascending order. */
    static List<String> keys(Stream<String> candidates, int count) {
        List<String> keys = candidates
                .filter(key -> partitionOf(key) == 0)
                .limit(count)
                .sorted()
                .toList();
        if (keys.size() != count) {
            throw new IllegalArgumentException("Expected more candidates");
        }
        return keys;
    }

    static List<String> eventTypes(int count) {
        return keys(IntStream.range(1, 100_000).mapToObj(Integer::toString), count);
    }

    static List<String> calendars(int count) {
        return keys(IntStream.range(1, 100_000).mapToObj(n -> "cal:" + n), count);
    }

    static List<String> conversations(int count) {
        return keys(IntStream.range(1, 100_000).mapToObj(n -> "scv_" + n), count);
    }

    @Override
    public void close() {
        driver.close();
    }
}
