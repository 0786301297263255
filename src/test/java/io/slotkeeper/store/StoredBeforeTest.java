package io.slotkeeper.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.schema.SchemaVersions;
import io.slotkeeper.state.BookingEntryState;
import io.slotkeeper.state.BookingPlaceState;
import io.slotkeeper.state.CalendarDocumentState;
import io.slotkeeper.state.CancellationEntryState;
import io.slotkeeper.state.ConversationState;
import io.slotkeeper.state.EventTypeState;
import io.slotkeeper.state.HoldEntryState;
import io.slotkeeper.state.MarkerEntryState;
import io.slotkeeper.state.MetaState;
import io.slotkeeper.state.PartyHoldsState;
import io.slotkeeper.store.RandomState.Presence;
import io.slotkeeper.store.calendar.BookingPlaceCodec;
import io.slotkeeper.store.calendar.EntryCodecs;
import io.slotkeeper.store.calendar.EventTypeCodec;
import io.slotkeeper.store.calendar.PartyHoldsCodec;
import io.slotkeeper.testing.TestProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State that an earlier version of the program wrote is read, and means what it meant (docs/spec/topics.md#formats).
 */
class StoredBeforeTest {

    private static final List<Presence> PRESENCES =
            List.of(Presence.NOTHING, Presence.AS_IT_COMES, Presence.AS_IT_COMES);
    private static final int VALUES = 3;

    /** One kind of state: its codec and schema of now, and values to record when that changes. */
    private record Kind<T>(Schema schema, StateCodec<T, ?> codec, Function<RandomState, T> values) {

        String name() {
            return schema.getName();
        }

        /** What the program makes of a stored value: read, understood, and stored again, as somebody else reads it. */
        String meaning(byte[] bytes) throws IOException {
            return new BinaryMessageDecoder<GenericData.Record>(GenericData.get(), schema)
                    .decode(codec.encode(codec.decode(bytes)))
                    .toString();
        }

        StoredBefore.Value example(int seed) throws IOException {
            Presence presence = PRESENCES.get(seed % PRESENCES.size());
            byte[] bytes = codec.encode(values.apply(new RandomState(seed, presence)));
            return new StoredBefore.Value(bytes, meaning(bytes));
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static Stream<Kind<?>> kinds() {
        return Stream.of(
                new Kind<>(ConversationState.getClassSchema(), ConversationCodec.create(), RandomState::conversation),
                new Kind<>(
                        CalendarDocumentState.getClassSchema(),
                        StateCodec.of(CalendarDocumentState.getClassSchema()),
                        StoredBeforeTest::noDocument),
                entries(HoldEntryState.getClassSchema(), state -> EntryCodecs.encode(state.hold())),
                entries(MarkerEntryState.getClassSchema(), state -> EntryCodecs.encode(state.marker())),
                entries(BookingEntryState.getClassSchema(), state -> EntryCodecs.encode(state.booking())),
                entries(CancellationEntryState.getClassSchema(), state -> EntryCodecs.encode(state.cancellation())),
                new Kind<>(EventTypeState.getClassSchema(), EventTypeCodec.create(), RandomState::eventType),
                new Kind<>(PartyHoldsState.getClassSchema(), PartyHoldsCodec.create(), RandomState::partyHolds),
                new Kind<>(BookingPlaceState.getClassSchema(), BookingPlaceCodec.create(), RandomState::part),
                new Kind<>(MetaState.getClassSchema(), MetaStore.CODEC, RandomState::meta));
    }

    private static <S extends SpecificRecordBase> Kind<S> entries(
            Schema schema, Function<RandomState, byte[]> encoded) {
        StateCodec<S, S> codec = StateCodec.of(schema);
        return new Kind<>(schema, codec, state -> codec.decode(encoded.apply(state)));
    }

    /** Documents are read, and written no longer. */
    @SuppressWarnings("UnusedVariable") // Of the same shape as the others.
    private static CalendarDocumentState noDocument(RandomState state) {
        return new CalendarDocumentState(List.of(), List.of(), List.of(), List.of());
    }

    /** A field that was added since may say more; what was said before stays as it was. */
    @ParameterizedTest
    @MethodSource("kinds")
    void what_a_released_version_wrote_means_the_same(Kind<?> kind) throws IOException {
        int versions = SchemaVersions.versions(kind.name()).size();
        for (int version = 1; version <= versions; version++) {
            Path file = StoredBefore.file(kind.name(), version);
            assertThat(Files.exists(file))
                    .as("%s is missing; record it: cp %s %s", file, proposed(kind, version), file)
                    .isTrue();
            List<StoredBefore.Value> values = StoredBefore.read(file);
            assertThat(values).hasSize(VALUES);
            for (StoredBefore.Value before : values) {
                assertThat(said(TestProgram.json(kind.meaning(before.bytes()))))
                        .containsAllEntriesOf(said(TestProgram.json(before.meaning())));
            }
        }
    }

    /** Every value in a JSON text by its place. */
    private static Map<String, String> said(JsonNode json) {
        var said = new TreeMap<String, String>();
        collect("", json, said);
        return said;
    }

    private static void collect(String at, JsonNode json, Map<String, String> said) {
        said.put(at, json.isContainerNode() ? json.isArray() ? "list of " + json.size() : "object" : json.toString());
        json.properties().forEach(field -> collect(at + "." + field.getKey(), field.getValue(), said));
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            collect(at + "[" + i + "]", json.get(i), said);
        }
    }

    private static Path proposed(Kind<?> kind, int version) throws IOException {
        List<StoredBefore.Value> values = new ArrayList<>();
        for (int seed = 0; seed < VALUES; seed++) {
            values.add(kind.example(seed));
        }
        return StoredBefore.propose(kind.name(), version, values);
    }

    /** So that the way itself is tried before the first schema changes: another order, and a field that is gone. */
    @Test
    void state_of_an_older_schema_is_read_and_stored_anew_with_the_one_of_now() throws IOException {
        Schema now = MetaState.getClassSchema();
        Schema older = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"MetaState\",\"namespace\":\"io.slotkeeper.state\",\"fields\":["
                        + "{\"name\":\"settings\",\"type\":"
                        + now.getField("settings").schema() + "},"
                        + "{\"name\":\"gone\",\"type\":\"string\"},"
                        + "{\"name\":\"partitions\",\"type\":\"int\"},{\"name\":\"format\",\"type\":\"int\"}]}");
        var setting = new GenericRecordBuilder(
                        older.getField("settings").schema().getElementType())
                .set("name", "reservation.default")
                .set("value", "PT5M")
                .build();
        var record = new GenericRecordBuilder(older)
                .set("settings", List.of(setting))
                .set("gone", "x")
                .set("partitions", 8)
                .set("format", 0)
                .build();
        byte[] before = new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), older)
                .encode(record)
                .array();
        var codec = new StateCodec<MetaState, MetaState>(now, List.of(older), state -> state, state -> state);
        MetaState read = requireNonNull(codec.decode(before));
        assertThat(new Meta(
                        read.getFormat(),
                        read.getPartitions(),
                        new TreeMap<>(Map.of(
                                read.getSettings().get(0).getName(),
                                read.getSettings().get(0).getValue()))))
                .isEqualTo(new Meta(0, 8, new TreeMap<>(Map.of("reservation.default", "PT5M"))));
        assertThat(codec.decode(codec.encode(read))).isEqualTo(read);
    }
}
