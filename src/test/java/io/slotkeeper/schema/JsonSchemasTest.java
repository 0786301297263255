package io.slotkeeper.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.slotkeeper.testing.JsonSchemas;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.wire.AvroNames;
import io.slotkeeper.wire.ParsedRecord;
import io.slotkeeper.wire.RequestReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON Schema files against the Avro schemas, the documents and the program. That everything the program writes keeps
 * to them is seen wherever {@link io.slotkeeper.testing.BothFormats} writes.
 */
class JsonSchemasTest {

    /** Bodies for HTTP, which follow {@code -d}, have schemas of their own. */
    /** A request, alone or in a line for {@code send}, or an output. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "\\{\"(?:key\":\"[^\"]*\",\"value\":\\{\"type|type|request_id|reservation_uid|scheduling_conversation_id|code)\".*}");

    private static final String NULL = "null";

    /** One of each type, with every field that it has. */
    private static final List<String> FULL_REQUESTS =
            List.of("""
            {"type":"create_conversation","participants":[{"participant_id":"@grace","sub":"acc_5ba21743f408617d1269ea1e",
             "email":"grace@company.com","common_name":"Grace Devlin","managed_availability":true,
             "slots":{"selection_method":"auto"}},{"participant_id":"@karl"}],"tzid":"America/Chicago",
             "subject":"Project Titan review","event":{"location":{"description":"Board Room"}},
             "required_duration":{"minutes":60},"start_interval":{"minutes":30},
             "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00+00:00"}],
             "selection_expires_after":{"minutes":5}}""", """
            {"type":"select_slots","participant":"@karl","participant_index":1,
             "selected_slots":[{"slot_id":"slt_2535094800"}]}""", """
            {"type":"withdraw_selection","participant":"@karl","participant_index":1}""", """
            {"type":"cancel_conversation","reason":"no longer needed"}""", """
            {"type":"define_event_type","title":"Intro call","length_minutes":60,"lengths_minutes":[15,30,60],
             "seats_per_time_slot":5,"owner":"owner@example.com","members":["mate@example.com"],
             "schedule":{"time_zone":"Europe/Rome","rules":[{"days":["MON","TUE"],"start":"09:00","end":"17:00"}]},
             "max_live_holds_per_party":2,"max_extensions":0,"max_hold_minutes_total":30,
             "buffer_before_minutes":5,"buffer_after_minutes":10,"slot_interval_minutes":15,"version":7}""", """
            {"type":"remove_event_type","version":8}""", """
            {"type":"reserve_slot","reservation_uid":"e84be5a3-4696-49e3-acc7-b2f3999c3b94",
             "slot_start":"2050-09-05T10:00:00Z","slot_duration_minutes":30,"reservation_duration_minutes":10,
             "party":"0123456789abcdef"}""", """
            {"type":"update_reservation","reservation_uid":"r","slot_start":"2050-09-05T13:00:00Z",
             "slot_duration_minutes":30,"reservation_duration_minutes":10}""", """
            {"type":"release_reservation","reservation_uid":"r"}""", """
            {"type":"book_slot","booking_uid":"b","reservation_uid":"r","slot_start":"2050-09-05T13:00:00Z",
             "slot_duration_minutes":60}""", """
            {"type":"record_booking","booking_uid":"b","start":"2050-09-05T13:00:00Z","end":"2050-09-05T14:00:00Z",
             "status":"accepted","attendees":1,"version":3}""", """
            {"type":"cancel_booking","booking_uid":"b","version":4}""");

    static Stream<String> records() {
        return Stream.of(AvroNames.REQUESTS, AvroNames.OUTPUTS).flatMap(List::stream);
    }

    static Stream<ObjectNode> fullRequests() {
        return FULL_REQUESTS.stream().map(JsonSchemasTest::withCommonFields);
    }

    private static ObjectNode withCommonFields(String json) {
        ObjectNode request = (ObjectNode) TestProgram.json(json);
        return request.put("request_id", "r1")
                .put("requested_by", "a@b.c")
                .put("include_snapshot", true)
                .put("dry_run", true);
    }

    @ParameterizedTest
    @MethodSource("records")
    void is_a_json_schema(String name) {
        var rules = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(SchemaLocation.of(VersionFlag.V202012.getId()));
        assertThat(rules.validate(JsonSchemas.schema(name).toString(), InputFormat.JSON))
                .isEmpty();
    }

    /** A field in one form and not in the other would be one that only half the clients can use. */
    @ParameterizedTest
    @MethodSource("records")
    void has_the_fields_of_the_avro_schema(String name) {
        JsonNode json = JsonSchemas.schema(name);
        var differences = new ArrayList<String>();
        compare(name, avro(name), json, AvroNames.REQUESTS.contains(name) ? Set.of("type") : Set.of(), differences);
        assertThat(differences).isEmpty();
    }

    private static Schema avro(String name) {
        try {
            return (Schema) Class.forName("io.slotkeeper." + name)
                    .getMethod("getClassSchema")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static void compare(
            String at, Schema avro, JsonNode json, Set<String> onlyInJson, List<String> differences) {
        Set<String> expected = new TreeSet<>(onlyInJson);
        avro.getFields().forEach(field -> expected.add(field.name()));
        Set<String> found = new TreeSet<>();
        json.get("properties").fieldNames().forEachRemaining(found::add);
        if (!found.equals(expected)) {
            differences.add(at + " has " + found + " instead of " + expected);
            return;
        }
        for (Schema.Field field : avro.getFields()) {
            JsonNode property = json.get("properties").get(field.name());
            String place = at + "." + field.name();
            Schema one = present(field.schema());
            if (one.getType() == Schema.Type.RECORD && property.has("properties")) {
                compare(place, one, property, Set.of(), differences);
            } else if (one.getType() == Schema.Type.ARRAY
                    && one.getElementType().getType() == Schema.Type.RECORD
                    && property.path("items").has("properties")) {
                compare(place, one.getElementType(), property.get("items"), Set.of(), differences);
            } else if (one.getLogicalType() instanceof LogicalTypes.TimestampMillis
                    && !property.toString().contains("\"string\"")) {
                differences.add(place + " is an instant and no string");
            }
        }
    }

    private static Schema present(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    @ParameterizedTest
    @MethodSource("fullRequests")
    void a_request_with_every_field_fits(ObjectNode request) {
        assertThat(JsonSchemas.objections(name(request), bytes(request))).isEmpty();
        JsonNode properties = JsonSchemas.schema(name(request)).get("properties");
        assertThat(request.properties()).hasSameSizeAs(properties.properties());
    }

    /** Null is the same as absent. */
    @ParameterizedTest
    @MethodSource("fullRequests")
    void a_field_that_avro_demands_is_required_and_every_other_may_be_absent_or_null(ObjectNode request) {
        Schema avro = avro(name(request));
        for (var field : request.properties()) {
            Schema.Field ofAvro = avro.getField(field.getKey());
            boolean optional = ofAvro != null && ofAvro.schema().isNullable();
            ObjectNode without = request.deepCopy();
            without.remove(field.getKey());
            ObjectNode withNull = request.deepCopy();
            withNull.putNull(field.getKey());
            for (ObjectNode changed : List.of(without, withNull)) {
                assertThat(JsonSchemas.objections(name(request), bytes(changed)).isEmpty())
                        .as("%s: the schema takes it without its %s", name(request), field.getKey())
                        .isEqualTo(optional);
            }
        }
    }

    @Test
    void a_wrong_type_and_a_wrong_value_do_not_fit() {
        var request = (ObjectNode) TestProgram.json(FULL_REQUESTS.get(6));
        assertThat(objectionsWith(request, "slot_start", "\"tomorrow\"")).isNotEmpty();
        assertThat(objectionsWith(request, "slot_duration_minutes", "\"30\"")).isNotEmpty();
        assertThat(objectionsWith(request, "reservation_uid", "\"a/b\"")).isNotEmpty();
        assertThat(objectionsWith(request, "type", "\"book_slot\"")).isNotEmpty();
    }

    private static List<String> objectionsWith(ObjectNode request, String field, String value) {
        ObjectNode changed = request.deepCopy();
        changed.set(field, TestProgram.json(value));
        return JsonSchemas.objections("ReserveSlot", bytes(changed));
    }

    @Test
    void the_examples_of_the_documents_fit() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (String line : examples()) {
            JsonNode example = TestProgram.json(line);
            JsonNode value = example.has("key") && example.has("value") ? example.get("value") : example;
            String name = name(value);
            seen.add(name);
            assertThat(JsonSchemas.objections(name, bytes(value)))
                    .as(value.toString())
                    .isEmpty();
            if (AvroNames.REQUESTS.contains(name)) {
                boolean conversation = AvroNames.REQUESTS.indexOf(name) < 4;
                assertThat(
                                conversation
                                        ? RequestReaders.conversations().read(bytes(value))
                                        : RequestReaders.reservations().read(bytes(value)))
                        .isInstanceOf(ParsedRecord.ParsedRequest.class);
            }
        }
        assertThat(seen)
                .containsAll(AvroNames.REQUESTS)
                .contains("RequestOutcome", "ReservationSnapshot", "ConversationSnapshot", "RefusedRecord");
    }

    /** Those of the tutorials, the how-to guides and the contract, which are whole: {@code …} stands for something else. */
    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        for (String folder : List.of("docs/tutorial", "docs/how-to", "docs/spec")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file : files.toList()) {
                    Files.readAllLines(file).stream()
                            .filter(line -> EXAMPLE.matcher(line).matches() && !line.contains("…"))
                            .forEach(examples::add);
                }
            }
        }
        return examples;
    }

    /** A request says its type; the outputs are told apart by a field that only one of them has. */
    private static String name(JsonNode value) {
        String type = value.path("type").asText(NULL);
        if (!type.equals(NULL)) {
            return AvroNames.REQUESTS.stream()
                    .filter(name -> JsonSchemas.schema(name)
                            .at("/properties/type/const")
                            .asText()
                            .equals(type))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no schema for " + value));
        }
        if (value.has("request_type")) {
            return "RequestOutcome";
        }
        if (value.has("value_sha256")) {
            return "RefusedRecord";
        }
        return value.has("scheduling_conversation_id") ? "ConversationSnapshot" : "ReservationSnapshot";
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(UTF_8);
    }
}
