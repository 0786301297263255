package io.slotkeeper.stream;

import static io.slotkeeper.topics.Topic.RESERVATION_REQUESTS;
import static io.slotkeeper.topics.Topic.SELECTION_REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.AvroRequests;
import io.slotkeeper.testing.JsonSchemas;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One log, once with every request in JSON and once in Avro: the same comes out, byte by byte
 * (docs/spec/topics.md#formats).
 */
class FormatsDecideTheSameTest {

    private static final String EVENT_TYPE = Driver.eventTypes(1).get(0);
    private static final String CONVERSATION = Driver.conversations(1).get(0);

    private static final List<String> RESERVATIONS = List.of(
            "{'type':'define_event_type','length_minutes':30,'lengths_minutes':[15,30],'members':['a@b.c'],'version':1}",
            "{'type':'define_event_type','length_minutes':30,'lengths_minutes':[15,30],'version':1}",
            "{'type':'define_event_type','length_minutes':0}",
            "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T10:00:00Z','include_snapshot':true}",
            "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T12:00:00+02:00'}",
            "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T11:00:00Z'}",
            "{'type':'reserve_slot','reservation_uid':'b','slot_start':'2050-09-05T10:15:00Z'}",
            "{'type':'reserve_slot','reservation_uid':'b','slot_start':'2050-09-05T10:30:00Z','request_id':'r1',"
                    + "'requested_by':'a@b.c','reservation_duration_minutes':10}",
            "{'type':'reserve_slot','reservation_uid':'','slot_start':'1980-09-05T10:30:00Z'}",
            "{'type':'update_reservation','reservation_uid':'b','slot_start':'2050-09-05T13:00:00Z','request_id':'r2',"
                    + "'requested_by':'a@b.c'}",
            "{'type':'update_reservation','reservation_uid':'b','slot_start':'2050-09-05T13:00:00Z','request_id':'r2',"
                    + "'requested_by':'a@b.c'}",
            "{'type':'update_reservation','reservation_uid':'b','slot_start':'2050-09-05T14:00:00Z','request_id':'r2',"
                    + "'requested_by':'a@b.c'}",
            "{'type':'update_reservation','reservation_uid':'nobody'}",
            "{'type':'book_slot','booking_uid':'k','reservation_uid':'a'}",
            "{'type':'book_slot','booking_uid':'l','slot_start':'2050-09-05T10:00:00Z','slot_duration_minutes':30}",
            "{'type':'release_reservation','reservation_uid':'b','requested_by':'a@b.c','include_snapshot':true}",
            "{'type':'record_booking','booking_uid':'m','start':'2050-09-06T10:00:00Z','end':'2050-09-06T11:00:00Z',"
                    + "'status':'accepted','attendees':1,'version':3}",
            "{'type':'record_booking','booking_uid':'m','start':'2050-09-06T10:00:00Z','end':'2050-09-06T11:00:00Z',"
                    + "'status':'perhaps'}",
            "{'type':'cancel_booking','booking_uid':'m','version':3}",
            "{'type':'cancel_booking','booking_uid':'m','version':4}",
            "{'type':'remove_event_type','version':8}");

    private static final List<String> CONVERSATIONS = List.of(
            "{'type':'create_conversation','participants':[],'tzid':'Nowhere','required_duration':{'minutes':-1},"
                    + "'available_periods':[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T08:00:00.5Z'}]}",
            "{'type':'create_conversation','participants':[{'participant_id':'@a'},{'sub':'acc_1','email':'a@b.c',"
                    + "'common_name':'K','managed_availability':false,'slots':{'selection_method':'manual'}}],"
                    + "'tzid':'Etc/UTC','subject':'S','event':{'z':1.0,'a':{'b':[]}},'required_duration':{'minutes':60},"
                    + "'start_interval':{'minutes':30},'selection_expires_after':{'minutes':5},"
                    + "'available_periods':[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}]}",
            "{'type':'select_slots','participant':'@a','selected_slots':[{'slot_id':'slt_1'},{'slot_id':''}]}",
            "{'type':'select_slots','participant':'@a','selected_slots':[{'slot_id':'slt_2535094800'}],"
                    + "'include_snapshot':true,'request_id':'r1'}",
            "{'type':'select_slots','participant':'@a','selected_slots':[{'slot_id':'slt_2535094800'}],"
                    + "'request_id':'r1'}",
            "{'type':'withdraw_selection','participant_index':0}",
            "{'type':'withdraw_selection','participant_index':7}",
            "{'type':'select_slots','participant_index':0,'selected_slots':[{'slot_id':'slt_2535094800'}]}",
            "{'type':'cancel_conversation','reason':'no longer \\u00fc needed'}",
            "{'type':'cancel_conversation'}");

    @Test
    void json_and_avro_requests_have_the_same_outcomes_and_snapshots(@TempDir Path folder) {
        List<String> inJson = outputs(folder.resolve("json"), Driver::bytes);
        List<String> inAvro =
                outputs(folder.resolve("avro"), json -> AvroRequests.of(TestProgram.json(json.replace('\'', '"'))));
        assertThat(inAvro).isEqualTo(inJson);
        assertThat(inJson).hasSizeGreaterThan(RESERVATIONS.size() + CONVERSATIONS.size());
        assertThat(String.join("\n", inJson)).contains("repeated", "invalid_request", "already_reserved", "too_many");
    }

    /** Whoever checks requests against the JSON Schema files must not hold back what the program would accept. */
    @Test
    void what_is_accepted_keeps_to_the_json_schema(@TempDir Path folder) {
        try (var driver = new Driver(folder)) {
            send(driver, RESERVATION_REQUESTS, EVENT_TYPE, RESERVATIONS, Driver::bytes);
            send(driver, SELECTION_REQUESTS, CONVERSATION, CONVERSATIONS, Driver::bytes);
            List<JsonNode> accepted = driver.read(Topic.REQUEST_OUTCOMES).stream()
                    .map(out -> TestProgram.json(out.text()))
                    .filter(outcome -> outcome.get("status").textValue().equals("accepted"))
                    .toList();
            assertThat(accepted).hasSizeGreaterThan(15).allSatisfy(outcome -> {
                int offset = outcome.get("source").get("offset").intValue();
                boolean reservation =
                        outcome.get("source").get("topic").textValue().startsWith("reservation");
                String request = (reservation ? RESERVATIONS : CONVERSATIONS).get(offset);
                String name = AvroRequests.schemaOf(outcome.get("request_type").textValue())
                        .getName();
                assertThat(JsonSchemas.objections(name, Driver.bytes(request))).isEmpty();
            });
        }
    }

    private interface Form {
        byte[] of(String json);
    }

    private static List<String> outputs(Path state, Form form) {
        List<String> outputs = new ArrayList<>();
        try (var driver = new Driver(state)) {
            send(driver, RESERVATION_REQUESTS, EVENT_TYPE, RESERVATIONS, form);
            send(driver, SELECTION_REQUESTS, CONVERSATION, CONVERSATIONS, form);
            for (Topic topic : Topic.values()) {
                driver.read(topic)
                        .forEach(out -> outputs.add(topic + " " + out.key() + " " + out.timestamp() + " "
                                + (out.isTombstone() ? "(tombstone)" : out.text())));
            }
        }
        return Stream.concat(outputs.stream(), Stream.of("end")).toList();
    }

    private static void send(Driver driver, Topic topic, String key, List<String> requests, Form form) {
        Instant now = Driver.START;
        for (String request : requests) {
            driver.sendBytes(topic, TestProgram.bytes(key), form.of(request), now, new RecordHeaders());
            now = now.plus(Duration.ofSeconds(20));
        }
    }
}
