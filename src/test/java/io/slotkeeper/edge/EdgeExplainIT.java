package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.testing.Refusals.assertEmpty;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertJson;
import static io.slotkeeper.testing.Refusals.assertWrongFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Why not (docs/spec/http.md#get-v2slotsexplain; docs/spec/reservations.md#explain). */
final class EdgeExplainIT {

    private static final String PATH = "/v2/slots/explain";
    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String OPEN_ON_MONDAYS = "{'length_minutes':60,'schedule':{'time_zone':'Etc/UTC',"
            + "'rules':[{'days':['MON'],'start':'09:00','end':'17:00'}]}}";

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    private static HttpAnswer explain(HttpApi client, int type, String start) {
        HttpAnswer answer = client.get(PATH + "?eventTypeId=" + type + "&slotStart=" + start);
        assertJson(answer, 200);
        return answer;
    }

    private static List<String> codes(HttpAnswer answer) {
        return answer.json().at("/data/reasons").findValuesAsText("code");
    }

    @Test
    void a_free_slot_has_nothing_against_it() {
        HttpAnswer answer = explain(edge.bob(), types.define(OPEN_ON_MONDAYS), TEN);
        assertThat(answer.at("/data/available")).isEqualTo("true");
        assertThat(codes(answer)).isEmpty();
    }

    @Test
    void what_only_the_listing_knows_is_advice() {
        int type = types.define(OPEN_ON_MONDAYS);
        HttpAnswer off = explain(edge.bob(), type, "2050-09-05T10:30:00Z");
        assertThat(off.at("/data/available")).isEqualTo("true");
        assertThat(codes(off)).containsExactly("not_on_grid");
        assertThat(off.at("/data/reasons/0/advice")).isEqualTo("true");
        assertThat(codes(explain(edge.bob(), type, "2050-09-05T16:30:00Z"))).containsExactly("outside_schedule");
        assertThat(codes(explain(edge.bob(), types.define(HOUR), TEN))).containsExactly("outside_schedule");
    }

    @Test
    void a_hold_in_the_way_is_told_with_its_end_and_to_the_owner_with_its_record() {
        int type = types.define(OPEN_ON_MONDAYS);
        String uid = hold(edge.bob(), type, TEN);
        String until = edge.bob().get(EventTypes.RESERVATIONS + "/" + uid).at("/data/reservationUntil");
        JsonNode strangers =
                explain(edge.bob(), type, "2050-09-05T10:30:00Z").json().at("/data");
        assertThat(strangers.at("/available").booleanValue()).isFalse();
        assertThat(strangers.at("/reasons").findValuesAsText("code"))
                .containsExactly("already_reserved", "not_on_grid");
        assertThat(strangers.at("/reasons/0/until").textValue()).isEqualTo(until);
        assertThat(strangers.at("/reasons/0").has("source")).isFalse();
        assertThat(explain(edge.alice(), type, TEN).at("/data/reasons/0/source"))
                .matches("reservation-requests-[0-9]+@[0-9]+");
    }

    @Test
    void every_reason_is_told() {
        int type = types.define("{'length_minutes':60,'lengths_minutes':[60],'seats_per_time_slot':2}");
        HttpAnswer past = explain(edge.bob(), type, "2020-01-01T00:00:00Z&slotDuration=45");
        assertThat(codes(past)).containsExactly("slot_duration_not_allowed", "slot_in_the_past");
        assertThat(past.json().at("/data/seats").toString()).isEqualTo("{\"total\":2,\"held\":0,\"booked\":0}");
        hold(edge.bob(), type, TEN);
        hold(edge.alice(), type, TEN);
        HttpAnswer full = explain(edge.bob(), type, TEN);
        assertThat(codes(full)).containsExactly("already_reserved", "outside_schedule");
        assertThat(full.json().at("/data/seats/held").intValue()).isEqualTo(2);
        assertThat(codes(explain(edge.bob(), 999_999, TEN))).containsExactly("event_type_not_found");
    }

    @Test
    void a_query_is_as_strict_as_a_body() {
        assertThat(edge.anonymous()
                        .get(PATH + "?eventTypeId=1&slotStart=" + TEN)
                        .status())
                .isEqualTo(401);
        assertWrongFields(
                edge.bob().get(PATH + "?slotStart=soon&eventTypeId=x&more=1"),
                PATH,
                "eventTypeId must be an integer number",
                "slotStart must be a valid ISO 8601 date string",
                "property more should not exist");
        assertWrongFields(
                edge.bob().get(PATH + "?eventTypeId=1&eventTypeId=1&slotStart=" + TEN),
                PATH,
                "eventTypeId must be an integer number");
    }

    @Test
    void a_participant_learns_why_a_slot_cannot_be_selected() {
        ConversationClient talk = ConversationClient.create(
                edge.alice(), ConversationBody.of(ConversationBody.KARL, ConversationBody.LENA));
        assertThat(selection(talk, ConversationBody.slot(0)).at("/available")).isEqualTo("true");
        assertThat(selection(talk, "slt_1").json().findValuesAsText("code")).containsExactly("not_recognized");
        talk.select(0, 0);
        assertThat(selection(talk, ConversationBody.slot(0)).at("/available")).isEqualTo("true");
        assertThat(selection(talk, ConversationBody.slot(1)).json().findValuesAsText("code"))
                .containsExactly("slot_already_selected");
        talk.cancel("");
        assertThat(selection(talk, ConversationBody.slot(1)).json().findValuesAsText("code"))
                .containsExactly("conversation_cancelled", "slot_already_selected");
        assertErrors(edge.alice().get(talk.slots(0) + "/explain"), "slot_id required");
        assertErrors(edge.alice().get(talk.slots(0) + "/explain?slot_id=a&slot_id=a"), "slot_id invalid_format");
        assertEmpty(edge.alice().get(talk.path() + "/participants/0-wrong/slots/explain?slot_id=a"), 404);
    }

    private static HttpAnswer selection(ConversationClient talk, String slot) {
        HttpAnswer answer = edge.alice().get(talk.slots(0) + "/explain?slot_id=" + slot);
        assertJson(answer, 200);
        return answer;
    }

    /** By another instance's state as well as here: what an answer said a moment ago is known. */
    @Test
    void it_is_never_behind_an_answer() {
        int type = types.define(HOUR);
        for (int i = 0; i < 20; i++) {
            String start = Instant.parse(TEN).plusSeconds(3_600L * i).toString();
            hold(edge.bob(), type, start);
            assertThat(explain(edge.alice(), type, start).at("/data/available")).isEqualTo("false");
        }
    }
}
