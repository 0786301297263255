package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.World;
import org.junit.jupiter.api.Test;

class LogTimeIT {

    @Test
    void smoke() {
        try (World world = World.of(LogTimeIT.class, "smoke", 2).start()) {
            JsonNode defined =
                    world.ask(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}");
            System.out.println(defined);
            JsonNode reserved = world.ask(
                    Topic.RESERVATION_REQUESTS,
                    "1",
                    "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T10:00:00Z','include_snapshot':true}");
            System.out.println(reserved);
            JsonNode other = world.ask(
                    Topic.RESERVATION_REQUESTS,
                    "1",
                    "{'type':'reserve_slot','reservation_uid':'b','slot_start':'2050-09-05T10:00:00Z'}");
            System.out.println(other);
            JsonNode c = world.ask(
                    Topic.SELECTION_REQUESTS,
                    "scv_1",
                    "{'type':'create_conversation','participants':[{'participant_id':'@grace','slots':{'selection_method':'auto'}},{'participant_id':'@karl'}],'tzid':'America/Chicago','required_duration':{'minutes':60},'available_periods':[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}]}");
            System.out.println(c);
            JsonNode s = world.ask(
                    Topic.SELECTION_REQUESTS,
                    "scv_1",
                    "{'type':'select_slots','include_snapshot':true,'participant':'@karl','selected_slots':[{'slot_id':'slt_2535094800'}]}");
            System.out.println(s);
            assertThat(s.get("status").textValue()).isEqualTo("accepted");
        }
    }
}
