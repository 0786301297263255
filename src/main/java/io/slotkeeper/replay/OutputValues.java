package io.slotkeeper.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.replay.Difference.Shown;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Compares and reads records of output topics. */
final class OutputValues {

    private static final Json UNREADABLE = Json.of("(a value in a form that this version doesn't know)");

    /** Where an output says what it was made for, or what in it does. */
    private static final Set<String> OF_SOURCE = Set.of("source", "cause", "topic", "partition", "offset");

    private OutputValues() {}

    /** Coordinates of the input record for which an output was made. */
    record OutputSource(String topic, int partition, long offset) {}

    /**
     * Whether a record is the one that was emitted: same key, timestamp and value. Headers aren't compared: agents that
     * trace an application replace and add some. A value in the other
     * output format is the same if its content is: the format may change, decisions don't depend on it.
     */
    static boolean same(ConsumerRecord<byte[], byte[]> found, OutputRecord expected) {
        return Arrays.equals(found.key(), expected.key())
                && found.timestamp() == expected.timestamp().toEpochMilli()
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

    /**
     * Whether a value can only name a record of another input as its source: that one's name is in it somewhere, and this
     * one's isn't. Decoding all outputs of the other input takes as long as deciding them.
     */
    static boolean isOfAnother(byte[] value, Topic input) {
        var text = new String(value, ISO_8859_1);
        if (text.contains(input.logicalName())) {
            return false;
        }
        for (Topic other : Topic.inputs()) {
            if (text.contains(other.logicalName())) {
                return true;
            }
        }
        return false;
    }

    /** The source that an outcome, a refused record or a snapshot names; empty if the value names none. */
    static Optional<OutputSource> source(byte @Nullable [] value) {
        return Optional.ofNullable(value)
                .flatMap(it -> OutputReader.fields(it, OF_SOURCE))
                .flatMap(OutputValues::source);
    }

    private static Optional<OutputSource> source(Json.Obj value) {
        Json.Obj at = value.object("source").or(() -> value.object("cause")).orElse(value);
        return at.text("topic")
                .flatMap(topic -> at.integer("partition")
                        .flatMap(partition -> at.integer("offset")
                                .map(offset -> new OutputSource(topic, partition.intValue(), offset))));
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
                Optional.ofNullable(value)
                        .map(bytes ->
                                OutputReader.tree(bytes).<Json>map(it -> it).orElse(UNREADABLE)),
                timestamp);
    }
}
