package io.slotkeeper.wire;

import static io.slotkeeper.wire.RequestTexts.bytes;
import static io.slotkeeper.wire.RequestTexts.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/spec/topics.md#repeating-a-request: what makes two requests the same content. */
class FingerprintRuleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every field of every type of request (docs/spec/topics.md#requests). */
    static Stream<String> examples() {
        return Stream.of(
                "{'type':'create_conversation','participants':[{'participant_id':'@grace','sub':'acc_1',"
                        + "'email':'grace@company.com','common_name':'Grace Devlin','managed_availability':true,"
                        + "'slots':{'selection_method':'auto'}},{'participant_id':'@karl','common_name':'Karl Cramer'}],"
                        + "'tzid':'America/Chicago','subject':'Review','event':{'location':{'description':'Room'},'n':1},"
                        + "'required_duration':{'minutes':60},'start_interval':{'minutes':30},'available_periods':"
                        + "[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}],"
                        + "'selection_expires_after':{'minutes':5}}",
                "{'type':'select_slots','participant':'@karl','participant_index':1,"
                        + "'selected_slots':[{'slot_id':'slt_2535094800'}]}",
                "{'type':'withdraw_selection','participant':'@karl','participant_index':1}",
                "{'type':'cancel_conversation','reason':'no longer needed'}",
                "{'type':'define_event_type','title':'Intro call','length_minutes':60,'lengths_minutes':[15,30,60],"
                        + "'seats_per_time_slot':5,'owner':'owner@example.com','members':['mate@example.com'],"
                        + "'schedule':{'time_zone':'Europe/Rome','rules':[{'days':['MON','TUE'],'start':'09:00',"
                        + "'end':'17:00'}]},'version':7}",
                "{'type':'remove_event_type','version':8}",
                "{'type':'reserve_slot','reservation_uid':'e84be5a3','slot_start':'2050-09-05T10:00:00Z',"
                        + "'slot_duration_minutes':30,'reservation_duration_minutes':10}",
                "{'type':'update_reservation','reservation_uid':'e84be5a3','slot_start':'2050-09-05T10:00:00Z',"
                        + "'slot_duration_minutes':30,'reservation_duration_minutes':10}",
                "{'type':'release_reservation','reservation_uid':'e84be5a3'}",
                "{'type':'book_slot','booking_uid':'b1','reservation_uid':'e84be5a3',"
                        + "'slot_start':'2050-09-05T10:00:00Z','slot_duration_minutes':30}",
                "{'type':'record_booking','booking_uid':'b1','start':'2050-09-05T10:00:00Z',"
                        + "'end':'2050-09-05T10:30:00Z','status':'accepted','attendees':1,'version':3}",
                "{'type':'cancel_booking','booking_uid':'b1','version':4}");
    }

    private static Fingerprint fingerprint(String json) {
        ParsedRecord<?> ofConversation = RequestReaders.conversations().read(bytes(json));
        ParsedRecord<?> reading = ofConversation instanceof ParsedRequest
                ? ofConversation
                : RequestReaders.reservations().read(bytes(json));
        return request(reading).fingerprint();
    }

    private static Fingerprint fingerprint(JsonNode json) {
        return fingerprint(json.toString());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    // What doesn't matter.

    @ParameterizedTest
    @MethodSource("examples")
    void white_space_does_not_matter(String json) {
        assertThat(fingerprint(" " + tree(json).toPrettyString() + "\r\n")).isEqualTo(fingerprint(json));
    }

    /** Except in the event, which is kept as it was sent. */
    @ParameterizedTest
    @MethodSource("examples")
    void order_of_fields_does_not_matter(String json) {
        JsonNode reversed = reversed(tree(json));
        assertThat(reversed.toString()).isNotEqualTo(tree(json).toString());
        assertThat(fingerprint(reversed)).isEqualTo(fingerprint(json));
    }

    private static JsonNode reversed(JsonNode json) {
        if (json instanceof ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(name -> names.add(0, name));
            var result = JSON.createObjectNode();
            names.forEach(name ->
                    result.set(name, name.equals("event") ? object.get(name) : reversed(object.required(name))));
            return result;
        }
        if (json instanceof ArrayNode array) {
            var result = JSON.createArrayNode();
            array.forEach(element -> result.add(reversed(element)));
            return result;
        }
        return json;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void unknown_fields_do_not_matter(String json) {
        JsonNode tree = tree(json);
        addUnknown(tree);
        assertThat(fingerprint(tree)).isEqualTo(fingerprint(json));
    }

    private static void addUnknown(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (!field.getKey().equals("event")) {
                    addUnknown(field.getValue());
                }
            });
            object.put("unknown", "x");
        } else {
            json.forEach(FingerprintRuleTest::addUnknown);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void who_asks_and_how_to_answer_do_not_matter(String json) {
        var tree = (ObjectNode) tree(json);
        tree.put("request_id", "r1")
                .put("requested_by", "a@b.com")
                .put("include_snapshot", true)
                .put("dry_run", true);
        assertThat(fingerprint(tree)).isEqualTo(fingerprint(json));
    }

    @Test
    void the_same_instant_at_another_offset_is_the_same() {
        String request = "{'type':'reserve_slot','slot_start':'%s'}";
        Fingerprint utc = fingerprint(request.formatted("2050-09-05T10:00:00Z"));
        assertThat(fingerprint(request.formatted("2050-09-05T12:00:00+02:00"))).isEqualTo(utc);
        assertThat(fingerprint(request.formatted("2050-09-04T23:30:00-10:30"))).isEqualTo(utc);
        assertThat(fingerprint(request.formatted("2050-09-05T10:00:00.000Z"))).isEqualTo(utc);
        assertThat(fingerprint(request.formatted("2050-09-05T10:00:00.001Z"))).isNotEqualTo(utc);
        assertThat(fingerprint(request.formatted("2050-09-05T10:00:00+02:00"))).isNotEqualTo(utc);
    }

    @Test
    void how_a_text_was_escaped_does_not_matter() {
        assertThat(fingerprint("{'type':'cancel_conversation','reason':'\\u0041\\/é'}"))
                .isEqualTo(fingerprint("{'type':'cancel_conversation','reason':'A/\\u00e9'}"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void null_is_the_same_as_left_out(String json) {
        for (String pointer : optionalFields(tree(json), "")) {
            JsonNode without = tree(json);
            parent(without, pointer).remove(name(pointer));
            JsonNode withNull = tree(json);
            parent(withNull, pointer).putNull(name(pointer));
            assertThat(fingerprint(withNull)).as(pointer).isEqualTo(fingerprint(without));
        }
    }

    // What does.

    @ParameterizedTest
    @MethodSource("examples")
    void every_known_field_matters(String json) {
        Map<Fingerprint, String> seen = new HashMap<>();
        seen.put(fingerprint(json), "as it is");
        List<String> leaves = leaves(tree(json), "");
        assertThat(leaves).isNotEmpty();
        for (String pointer : leaves) {
            JsonNode changed = tree(json);
            change(changed, pointer);
            assertThat(seen.put(fingerprint(changed), pointer)).as(pointer).isNull();
        }
        for (String pointer : optionalFields(tree(json), "")) {
            JsonNode without = tree(json);
            parent(without, pointer).remove(name(pointer));
            assertThat(seen.put(fingerprint(without), "without " + pointer))
                    .as("without " + pointer)
                    .isNull();
        }
    }

    @Test
    void types_of_requests_with_the_same_fields_differ() {
        String fields = ",'reservation_uid':'u','slot_start':'2050-09-05T10:00:00Z'}";
        assertThat(Stream.of("reserve_slot", "update_reservation", "release_reservation", "book_slot")
                        .map(type -> fingerprint("{'type':'" + type + "'" + fields))
                        .distinct())
                .hasSize(4);
    }

    /** Each line holds contents that look alike when they are run together. */
    static Stream<List<String>> alike() {
        return Stream.of(
                List.of("'version':1", "'version':'1'", "'version':1.0", "'version':true", "'version':[1]"),
                List.of("'title':1", "'title':'1'", "'title':true", "'title':'true'"),
                List.of("'title':'ab'", "'title':'a','owner':'b'", "'owner':'ab'", "'title':'','owner':'ab'"),
                List.of(
                        "'members':['ab']",
                        "'members':['a','b']",
                        "'members':['a'],'title':'b'",
                        "'members':['','ab']",
                        "'members':['ab','']",
                        "'members':['b','a']"),
                List.of("'members':[]", "'title':'T'", "'members':['']", "'members':[[]]", "'members':{}"),
                List.of("'lengths_minutes':[1,23]", "'lengths_minutes':[12,3]", "'lengths_minutes':[123]"),
                List.of("'lengths_minutes':[15],'seats_per_time_slot':5", "'lengths_minutes':[15,5]"),
                List.of("'length_minutes':5", "'seats_per_time_slot':5", "'version':5", "'lengths_minutes':[5]"),
                List.of(
                        "'schedule':{'rules':[{'days':['MON']},{'days':['TUE']}]}",
                        "'schedule':{'rules':[{'days':['MON','TUE']}]}",
                        "'schedule':{'rules':[{'days':['MON']},{},{'days':['TUE']}]}",
                        "'schedule':{'rules':[{'days':['MON']}],'time_zone':'TUE'}"),
                List.of("'schedule':{'rules':[{'days':['MON',1]}]}", "'schedule':{'rules':[{'days':['MON']},1]}"),
                // Texts that hold what stands between the elements of the other list.
                List.of(
                        "'members':['a','b','c']",
                        "'members':['a\\u7300\\u6273c']",
                        "'members':['a\\u0000\\u0000\\u7300\\u0000\\u0000\\u6200\\u0000s\\u0000\\u0000c']"),
                List.of("'schedule':{}", "'schedule':[]", "'schedule':{'rules':[]}", "'schedule':{'rules':[{}]}"),
                List.of("'title':'?'", "'title':'\\ud800'", "'title':'\\udc00'", "'title':'\\ufffd'"),
                List.of("'title':'é'", "'title':'e\\u0301'", "'title':'E'", "'title':'e'", "'title':'e '"));
    }

    @ParameterizedTest
    @MethodSource("alike")
    void contents_that_look_alike_differ(List<String> contents) {
        assertThat(contents.stream()
                        .map(fields -> fingerprint("{'type':'define_event_type'," + fields + "}"))
                        .distinct())
                .hasSameSizeAs(contents);
    }

    @Test
    void boundaries_between_participants_differ() {
        assertThat(Stream.of(
                                "[{'participant_id':'a','sub':'b'}]",
                                "[{'participant_id':'a'},{'sub':'b'}]",
                                "[{'sub':'b','participant_id':'a'},{}]",
                                "[{'participant_id':'a','email':'b'}]",
                                "[{'participant_id':'ab'}]",
                                "[{'participant_id':'a','slots':{}},{'sub':'b'}]",
                                "[{'participant_id':'a','slots':{'selection_method':'b'}}]")
                        .map(list -> fingerprint("{'type':'create_conversation','participants':" + list + "}"))
                        .distinct())
                .hasSize(7);
    }

    @Test
    void an_event_is_compared_as_it_was_sent() {
        assertThat(Stream.of(
                                "{'a':1,'b':2}",
                                "{'b':2,'a':1}",
                                "{'a':1.0,'b':2}",
                                "{'a':1,'b':2,'c':null}",
                                "{'a':'1','b':2}",
                                "'{}'",
                                "{}")
                        .map(event -> fingerprint("{'type':'create_conversation','event':" + event + "}"))
                        .distinct())
                .hasSize(7);
        assertThat(fingerprint("{'type':'create_conversation','event':{ 'a' : 1 }}"))
                .isEqualTo(fingerprint("{'type':'create_conversation','event':{'a':1}}"));
    }

    // Walking a request.

    private static List<String> leaves(JsonNode json, String path) {
        List<String> result = new ArrayList<>();
        if (json instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (!field.getKey().equals("type")) {
                    result.addAll(leaves(field.getValue(), path + "/" + field.getKey()));
                }
            });
        } else if (json instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                result.addAll(leaves(array.required(i), path + "/" + i));
            }
        } else {
            result.add(path);
        }
        return result;
    }

    /** All fields of objects, outside the event. */
    private static List<String> optionalFields(JsonNode json, String path) {
        List<String> result = new ArrayList<>();
        if (json instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                String name = field.getKey();
                if (!name.equals("type")) {
                    result.add(path + "/" + name);
                }
                if (!name.equals("event")) {
                    result.addAll(optionalFields(field.getValue(), path + "/" + name));
                }
            });
        } else if (json instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                result.addAll(optionalFields(array.required(i), path + "/" + i));
            }
        }
        return result;
    }

    private static ObjectNode parent(JsonNode root, String pointer) {
        return (ObjectNode) root.at(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    private static String name(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static void change(JsonNode root, String pointer) {
        JsonNode before = root.at(pointer);
        JsonNode after = before.isTextual()
                ? JSON.getNodeFactory().textNode(before.textValue() + "x")
                : before.isBoolean()
                        ? JSON.getNodeFactory().booleanNode(!before.booleanValue())
                        : JSON.getNodeFactory().numberNode(before.longValue() + 1);
        JsonNode parent = root.at(pointer.substring(0, pointer.lastIndexOf('/')));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name(pointer)), after);
        } else {
            ((ObjectNode) parent).set(name(pointer), after);
        }
    }
}
