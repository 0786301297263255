package io.slotkeeper.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.replay.Difference.Shown;
import io.slotkeeper.wire.OutputReader;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Looks into records of output topics. */
final class OutputValues {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNREADABLE = "(a value in a form that this version doesn't know)";

    private OutputValues() {}

    /** Where the record stands in the log that an output was made for. */
    record Source(String topic, int partition, long offset) {}

    /**
     * Whether a record is what was emitted: the same key, time and value, and no headers. A value in the other output
     * format is the same when it says the same; the format may change, decisions don't depend on it.
     */
    static boolean same(ConsumerRecord<byte[], byte[]> found, OutputRecord expected) {
        return Arrays.equals(found.key(), expected.key())
                && found.timestamp() == expected.timestamp().toEpochMilli()
                && found.headers().toArray().length == 0
                && sameValue(found.value(), expected.value());
    }

    private static boolean sameValue(byte @Nullable [] found, byte @Nullable [] expected) {
        if (Arrays.equals(found, expected)) {
            return true;
        }
        return found != null
                && expected != null
                && found.length > 0
                && found[0] != expected[0]
                && OutputReader.json(found).equals(OutputReader.json(expected));
    }

    /** What an outcome, a refused record or a snapshot says it was made for; empty for what says nothing. */
    static Optional<Source> source(byte @Nullable [] value) {
        return Optional.ofNullable(value)
                .flatMap(OutputReader::json)
                .flatMap(OutputValues::parse)
                .flatMap(OutputValues::source);
    }

    private static Optional<Source> source(JsonNode value) {
        JsonNode at = value.path("source").isObject()
                ? value.path("source")
                : value.path("cause").isObject() ? value.path("cause") : value;
        boolean there = at.path("topic").isTextual()
                && at.path("partition").isIntegralNumber()
                && at.path("offset").isIntegralNumber();
        return there
                ? Optional.of(new Source(
                        at.get("topic").textValue(),
                        at.get("partition").intValue(),
                        at.get("offset").longValue()))
                : Optional.empty();
    }

    private static Optional<JsonNode> parse(String json) {
        try {
            return Optional.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Shown shown(ConsumerRecord<byte[], byte[]> record) {
        return shown(record.key(), record.value(), record.timestamp());
    }

    static Shown shown(OutputRecord emitted) {
        return shown(emitted.key(), emitted.value(), emitted.timestamp().toEpochMilli());
    }

    private static Shown shown(byte @Nullable [] key, byte @Nullable [] value, long timestamp) {
        return new Shown(
                Optional.ofNullable(key).map(bytes -> new String(bytes, UTF_8)),
                Optional.ofNullable(value).map(OutputValues::text),
                timestamp);
    }

    /** JSON, whatever the value is: what a person reads mustn't break what a program reads. */
    private static String text(byte[] value) {
        return OutputReader.json(value)
                .filter(text -> parse(text).isPresent())
                .orElseGet(() -> "\"" + UNREADABLE + "\"");
    }
}
