package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.oracle.Output.ExpectedChannel;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * What a real run left on the topics of a world, judged by the oracle: fed with the input below the committed offsets, in
 * the order of its own, it says what the outputs must hold, record by record (faults.md).
 */
public final class CommittedLogs {

    private static final String UNKNOWN = "";

    /** One sequence: what processing a partition of an input emits to one channel. */
    private record Stream(Topic input, int partition, ExpectedChannel channel) {}

    private final TestProgram world;
    private final OracleSettings settings;
    private final Map<String, Integer> count = new TreeMap<>();

    private CommittedLogs(TestProgram world, OracleSettings settings) {
        this.world = world;
        this.settings = settings;
    }

    /**
     * Fails at the first output that isn't what the specification demands, is missing, or is too many.
     *
     * @return how often each thing happened: a request's type with its code, and what ended by itself
     */
    public static Map<String, Integer> judge(TestProgram world, OracleSettings settings) {
        var logs = new CommittedLogs(world, settings);
        logs.judge();
        return logs.count;
    }

    private void judge() {
        Map<Stream, List<Output>> expected = expected();
        Map<Stream, List<Output>> found = found();
        assertThat(expected.keySet()).as("what was emitted by whom").containsAll(found.keySet());
        expected.forEach((stream, outputs) -> assertThat(
                        Output.differences(outputs, found.getOrDefault(stream, List.of())))
                .as("%s", stream)
                .isEmpty());
    }

    private Map<Stream, List<Output>> expected() {
        Map<Stream, List<Output>> expected = new HashMap<>();
        var oracle = new Oracle(settings);
        Map<TopicPartition, Long> processed = world.processed();
        for (Topic input : Topic.inputs()) {
            for (ConsumerRecord<byte[], byte[]> record : world.log(input)) {
                // What comes of the others, a last tick of an instance that stops, is still to come.
                if (record.offset()
                        < processed.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    add(expected, input, record.partition(), oracle.next(seen(input, record)));
                }
            }
        }
        return expected;
    }

    private void add(Map<Stream, List<Output>> expected, Topic input, int partition, List<Output> outputs) {
        for (Output output : outputs) {
            expected.computeIfAbsent(new Stream(input, partition, output.channel()), any -> new ArrayList<>())
                    .add(output);
            count(output);
        }
    }

    private void count(Output output) {
        Map<String, Object> content = output.content().orElse(Map.of());
        String what = output.channel() == ExpectedChannel.SNAPSHOTS
                ? ended(content)
                : content.get("request_type") + " "
                        + (content.get("code") == null ? content.get("status") : content.get("code"));
        count.merge(what, 1, Integer::sum);
    }

    private static String ended(Map<String, Object> snapshot) {
        return snapshot.get("cause") instanceof Map<?, ?> cause ? String.valueOf(cause.get("type")) : "forgotten";
    }

    private static InputRecord seen(Topic input, ConsumerRecord<byte[], byte[]> record) {
        Header reply = record.headers().lastHeader("slotkeeper-reply-partition");
        return new LogRecord(
                        input.logicalName(),
                        Instant.ofEpochMilli(record.timestamp()),
                        Optional.ofNullable(record.key()).map(key -> new String(key, UTF_8)),
                        Optional.ofNullable(record.value()).map(LogRecord::text),
                        reply == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(new String(reply.value(), UTF_8))))
                .seen(record.partition(), record.offset());
    }

    private Map<Stream, List<Output>> found() {
        Map<Stream, List<Output>> found = new HashMap<>();
        for (Topic topic : Topic.values()) {
            if (topic.role() == Topic.Role.OUTPUT) {
                for (ConsumerRecord<byte[], byte[]> record : world.log(topic)) {
                    Output output = output(topic, record);
                    found.computeIfAbsent(stream(topic, record, output), any -> new ArrayList<>())
                            .add(output);
                }
            }
        }
        return found;
    }

    private static Output output(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        return new Output(
                OfflineProgram.channel(topic),
                Optional.ofNullable(record.key()).map(key -> new String(key, UTF_8)),
                OptionalInt.of(record.partition()),
                Instant.ofEpochMilli(record.timestamp()),
                Optional.ofNullable(record.value())
                        .map(value -> OutputContent.of(
                                OutputReader.json(value).orElse(UNKNOWN).getBytes(UTF_8))));
    }

    /** Snapshots have a topic of their own for each input; the others say what they were made for. */
    private static Stream stream(Topic topic, ConsumerRecord<byte[], byte[]> record, Output output) {
        if (output.channel() == ExpectedChannel.SNAPSHOTS) {
            Topic input = topic == Topic.CONVERSATION_SNAPSHOTS ? Topic.SELECTION_REQUESTS : Topic.RESERVATION_REQUESTS;
            return new Stream(input, record.partition(), output.channel());
        }
        Map<String, Object> content = output.content().orElseThrow();
        Map<?, ?> source = content.get("source") instanceof Map<?, ?> at ? at : content;
        return new Stream(
                Topic.byLogicalName(String.valueOf(source.get("topic"))).orElseThrow(),
                Integer.parseInt(String.valueOf(source.get("partition"))),
                output.channel());
    }
}
