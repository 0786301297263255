package io.slotkeeper.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.store.Meta;
import io.slotkeeper.wire.AvroNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of now against those that were released (docs/spec/topics.md#formats). */
class ReleasedSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RELEASED = Path.of("schemas", "released");

    private static final List<String> STATES = List.of(
            "ConversationState",
            "CalendarDocumentState",
            "HoldEntryState",
            "MarkerEntryState",
            "BookingEntryState",
            "CancellationEntryState",
            "EventTypeState",
            "PartyHoldsState",
            "BookingPlaceState",
            "MetaState");

    static Stream<String> records() {
        return Stream.of(AvroNames.REQUESTS, AvroNames.OUTPUTS, STATES).flatMap(List::stream);
    }

    /** Everything that differs counts, also what a fingerprint doesn't see. */
    @ParameterizedTest
    @MethodSource("records")
    void the_schema_of_now_is_released(String name) throws Exception {
        Schema now = current(name);
        int versions = released(name).size();
        assertThat(versions > 0 && released(name).get(versions - 1).toString().equals(published(now)))
                .as(
                        "%s changed. If old values can still be read, and that is what you want, release it: cp %s %s",
                        name, candidate(name, versions + 1), RELEASED)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("records")
    void the_schema_of_now_reads_what_every_released_one_wrote(String name) throws Exception {
        Schema now = current(name);
        assertThat(released(name))
                .isNotEmpty()
                .allSatisfy(before -> assertThat(objections(now, before)).isEmpty());
    }

    /** Format 5 gave each entry of a calendar a record of its own; no schema that there was is younger for that. */
    private static final int FORMATS_WITHOUT_A_YOUNGER_SCHEMA = 1;

    /** The newest program may be followed by the one before it, which must refuse what it can't read. */
    @Test
    void each_new_schema_of_a_state_is_a_new_state_format() throws Exception {
        int younger = 0;
        for (String state : STATES) {
            younger += released(state).size() - 1;
        }
        assertThat(Meta.FORMAT).isEqualTo(1 + younger + FORMATS_WITHOUT_A_YOUNGER_SCHEMA);
    }

    @Test
    void no_two_schemas_have_one_fingerprint() throws Exception {
        try (Stream<Path> files = Files.list(RELEASED)) {
            assertThat(files.map(ReleasedSchemasTest::parse))
                    .hasSizeGreaterThanOrEqualTo((int) records().count())
                    .extracting(SchemaNormalization::parsingFingerprint64)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_field_without_a_default_and_a_narrower_type_are_refused() {
        Schema before = new Schema.Parser().parse(record("{\"name\":\"a\",\"type\":\"long\"}"));
        Schema more = new Schema.Parser()
                .parse(record("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"int\"}"));
        Schema narrower = new Schema.Parser().parse(record("{\"name\":\"a\",\"type\":\"int\"}"));
        Schema optional = new Schema.Parser()
                .parse(record("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}"));
        assertThat(objections(more, before)).isNotEmpty();
        assertThat(objections(narrower, before)).isNotEmpty();
        assertThat(objections(optional, before)).isEmpty();
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }

    private static List<?> objections(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : result.getIncompatibilities();
    }

    private static Schema current(String name) throws ReflectiveOperationException {
        String room = STATES.contains(name) ? "io.slotkeeper.state." : "io.slotkeeper.";
        return (Schema) Class.forName(room + name).getMethod("getClassSchema").invoke(null);
    }

    /** Without what only Java's code generator has to know. */
    private static String published(Schema schema) {
        return schema.toString()
                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                .replace(",\"avro.java.string\":\"String\"", "");
    }

    /** The first one first. */
    private static List<Schema> released(String name) throws IOException {
        try (Stream<Path> files = Files.list(RELEASED)) {
            long versions = files.filter(file -> file.getFileName().toString().startsWith(name + "."))
                    .count();
            return Stream.iterate(1, version -> version + 1)
                    .limit(versions)
                    .map(version -> parse(RELEASED.resolve(name + "." + version + ".avsc")))
                    .toList();
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static Path candidate(String name, int version) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "schemas"));
        Path file = folder.resolve(name + "." + version + ".avsc");
        return Files.writeString(file, JSON.readTree(published(current(name))).toPrettyString() + "\n");
    }
}
