package io.slotkeeper.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.audit.Finding.Coordinates;
import io.slotkeeper.oracle.Output;
import io.slotkeeper.oracle.Output.ExpectedChannel;
import io.slotkeeper.replay.Difference.Shown;
import io.slotkeeper.request.Source;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of an output topic, in either format.
 *
 * @param content empty for a tombstone, and without fields for a value that can't be read, which nothing expects
 */
public record CommittedOutput(Topic topic, ConsumerRecord<byte[], byte[]> committed, Optional<Json.Obj> content) {

    private static final Json.Obj UNREADABLE = Json.object().build();
    private static final Json UNREADABLE_SHOWN = Json.of("(a value in a form that this version doesn't know)");

    public static CommittedOutput of(Topic topic, ConsumerRecord<byte[], byte[]> committed) {
        return new CommittedOutput(
                topic,
                committed,
                Optional.ofNullable(committed.value())
                        .map(value -> OutputReader.tree(value).orElse(UNREADABLE)));
    }

    /** As the oracle would have it. */
    public Output output() {
        return new Output(
                channel(topic),
                Optional.ofNullable(committed.key()).map(key -> new String(key, UTF_8)),
                OptionalInt.of(committed.partition()),
                at(),
                content.map(OutputContent::of));
    }

    /** Where the oracle has the records of an output topic. */
    public static ExpectedChannel channel(Topic output) {
        return switch (output) {
            case REQUEST_OUTCOMES -> ExpectedChannel.OUTCOMES;
            case EDGE_OUTCOMES -> ExpectedChannel.EDGE_OUTCOMES;
            case REFUSED_RECORDS -> ExpectedChannel.REFUSED;
            case CONVERSATION_SNAPSHOTS, RESERVATION_SNAPSHOTS -> ExpectedChannel.SNAPSHOTS;
            case SELECTION_REQUESTS, RESERVATION_REQUESTS ->
                throw new IllegalArgumentException("Expected an output topic but got " + output);
        };
    }

    /** The record of an input that it says it was made for; a tombstone doesn't say. */
    Optional<Source> source() {
        return content.flatMap(CommittedOutput::source);
    }

    /** An outcome has a source, a snapshot a cause; a refused record says it itself. */
    private static Optional<Source> source(Json.Obj content) {
        Json.Obj at = content.object("source").or(() -> content.object("cause")).orElse(content);
        Optional<Long> partition = at.integer("partition").filter(it -> it >= 0 && it <= Integer.MAX_VALUE);
        return at.text("topic")
                .flatMap(topic -> partition.flatMap(number ->
                        at.integer("offset").map(offset -> new Source(topic, Math.toIntExact(number), offset))));
    }

    /** Whether it is what must come, whatever headers agents have added. */
    boolean is(Output expected) {
        return Output.differences(List.of(expected), List.of(output())).isEmpty();
    }

    boolean isTombstone() {
        return content.isEmpty();
    }

    /** Log time at which it was made. */
    Instant at() {
        return Instant.ofEpochMilli(committed.timestamp());
    }

    /** Without one as if it were empty. */
    String key() {
        return committed.key() == null ? "" : new String(committed.key(), UTF_8);
    }

    /** None for a tombstone. */
    Json.Obj fields() {
        return content.orElse(UNREADABLE);
    }

    Coordinates coordinates() {
        return new Coordinates(topic, committed.partition(), Optional.of(committed.offset()));
    }

    Shown shown() {
        return new Shown(
                Optional.ofNullable(committed.key()).map(key -> new String(key, UTF_8)),
                content.map(it -> it.fields().isEmpty() ? UNREADABLE_SHOWN : it),
                committed.timestamp());
    }
}
