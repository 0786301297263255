package io.slotkeeper.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Both source documents, as somebody with an HTTP client follows them. */
final class EdgeSeedsIT {

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    @Test
    void a_participant_selects_a_slot_and_the_conversation_is_complete() {
        HttpAnswer created = edge.alice().post("/v1/scheduling_conversations", """
            {"participants":[
             {"participant_id":"@grace","sub":"acc_5ba21743f408617d1269ea1e","email":"grace@company.com",
              "common_name":"Grace Devlin","slots":{"selection_method":"auto"}},
             {"participant_id":"@karl","common_name":"Karl Cramer"}],
             "tzid":"America/Chicago","required_duration":{"minutes":60},
             "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00Z"}]}\
            """);
        assertThat(created.status()).isEqualTo(200);
        String url = created.at("/participants/1/possible_actions/slots_select/url");
        HttpAnswer slots = edge.alice().get(created.at("/participants/1/possible_actions/slots_list/url"));
        assertThat(slots.json().at("/slots")).hasSize(9);
        String slot = slots.at("/slots/0/slot_id");
        HttpAnswer complete = edge.alice().post(url, "{\"selected_slots\":[{\"slot_id\":\"" + slot + "\"}]}");
        assertThat(complete.status()).isEqualTo(200);
        assertThat(complete.at("/status")).isEqualTo("complete");
        HttpAnswer read = edge.bob().get("/v1/scheduling_conversations/" + created.at("/scheduling_conversation_id"));
        assertThat(read.json()).isEqualTo(complete.json());
    }

    @Test
    void a_slot_is_reserved_and_nobody_else_gets_it() {
        assertThat(edge.alice()
                        .put("/v2/event-types/1", "{\"length_minutes\":60}")
                        .status())
                .isEqualTo(200);
        String body = "{\"eventTypeId\":1,\"slotStart\":\"2050-09-05T10:00:00Z\"}";
        HttpAnswer granted = edge.anonymous().post("/v2/slots/reservations", body);
        assertThat(granted.status()).isEqualTo(201);
        HttpAnswer refused = edge.anonymous().post("/v2/slots/reservations", body);
        assertThat(refused.status()).isEqualTo(422);
        String uid = granted.at("/data/reservationUid");
        assertThat(edge.anonymous().get("/v2/slots/reservations/" + uid).at("/data/reservationUntil"))
                .isEqualTo(granted.at("/data/reservationUntil"));
        assertThat(edge.anonymous().delete("/v2/slots/reservations/" + uid).status())
                .isEqualTo(200);
        assertThat(edge.anonymous().post("/v2/slots/reservations", body).status())
                .isEqualTo(201);
    }
}
