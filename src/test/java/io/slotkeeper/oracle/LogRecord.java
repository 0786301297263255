package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.audit.InputRecords;
import io.slotkeeper.topics.Topic;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A record of a history; its offset is its place in it.
 *
 * @param at its timestamp in the log, which may be before that of an earlier record
 * @param text of the value, each character a byte; empty for a record without a value
 * @param replyPartition as in its header
 */
public record LogRecord(
        String topic, Instant at, Optional<String> key, Optional<String> text, OptionalInt replyPartition) {

    private static final String TICK = "{\"type\":\"tick\"}";

    static LogRecord tick(String topic, Instant at) {
        return new LogRecord(topic, at, Optional.of("tick"), Optional.of(TICK), OptionalInt.empty());
    }

    static LogRecord of(String topic, Instant at, String key, Body body) {
        return new LogRecord(topic, at, Optional.of(key), Optional.of(body.json()), OptionalInt.empty());
    }

    LogRecord at(Instant later) {
        return new LogRecord(topic, later, key, text, replyPartition);
    }

    LogRecord key(Optional<String> other) {
        return new LogRecord(topic, at, other, text, replyPartition);
    }

    LogRecord text(Optional<String> other) {
        return new LogRecord(topic, at, key, other, replyPartition);
    }

    LogRecord replyTo(int partition) {
        return new LogRecord(topic, at, key, text, OptionalInt.of(partition));
    }

    public byte @Nullable [] keyBytes() {
        return key.isEmpty() ? null : key.get().getBytes(UTF_8);
    }

    public byte @Nullable [] valueBytes() {
        return text.isEmpty() ? null : text.get().getBytes(ISO_8859_1);
    }

    /** As the oracle is given it. */
    InputRecord seen(int partition, long offset) {
        return InputRecords.of(
                Topic.byLogicalName(topic).orElseThrow(),
                partition,
                offset,
                at.toEpochMilli(),
                key,
                valueBytes(),
                replyPartition);
    }

    @Override
    public String toString() {
        String shown = text.map(it -> it.length() > 700 ? it.substring(0, 700) + "…" : it)
                .orElse("no value");
        return at + " " + key.orElse("no key") + " " + shown
                + (replyPartition.isPresent() ? " reply to " + replyPartition.getAsInt() : "");
    }
}
