package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.edge.EventTypes.reserve;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would come of a request is answered, and nothing does (docs/spec/http.md#dry-runs). */
final class EdgeDryRunIT {

    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String DRY = "?dryRun=true";

    private static final ConversationBody TALK = ConversationBody.of(ConversationBody.KARL, ConversationBody.LENA);

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    private static void assertDry(HttpAnswer answer, int status) {
        assertJson(answer, status);
        assertThat(answer.at("/dryRun")).isEqualTo("true");
    }

    @Test
    void a_slot_is_not_taken_by_who_only_asks_for_it() {
        int type = types.define(HOUR);
        HttpAnswer dry = edge.alice().post(RESERVATIONS + DRY, body(type, TEN, ""));
        assertDry(dry, 201);
        assertThat(dry.at("/data/slotStart")).isEqualTo("2050-09-05T10:00:00.000Z");
        assertThat(edge.alice()
                        .get(RESERVATIONS + "/" + dry.at("/data/reservationUid"))
                        .status())
                .isEqualTo(404);
        assertJson(reserve(edge.bob(), type, TEN), 201);
        HttpAnswer refused = edge.alice().post(RESERVATIONS + DRY, body(type, TEN, ""));
        assertDry(refused, 422);
        assertThat(refused.at("/error/details/availableAt")).isNotEmpty();
    }

    /** Nothing is remembered of it: what is asked in earnest afterwards is no repetition. */
    @Test
    void an_idempotency_key_is_as_good_as_before() {
        int type = types.define(HOUR);
        HttpApi client = edge.alice().with("Idempotency-Key", UUID.randomUUID().toString());
        assertDry(client.post(RESERVATIONS + DRY, body(type, TEN, "")), 201);
        HttpAnswer first = client.post(RESERVATIONS, body(type, TEN, ""));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        HttpAnswer again = client.post(RESERVATIONS + DRY, body(type, TEN, ""));
        assertDry(again, 201);
        assertThat(again.header("Idempotent-Replayed")).contains("true");
    }

    @Test
    void a_hold_is_neither_moved_nor_released_nor_booked() {
        int type = types.define(HOUR);
        String uid = hold(edge.alice(), type, TEN);
        String path = RESERVATIONS + "/" + uid;
        HttpAnswer before = edge.alice().get(path);
        HttpAnswer moved = edge.alice().patch(path + DRY, body(type, "2050-09-05T12:00:00Z", ""));
        assertDry(moved, 200);
        assertThat(moved.at("/data/slotStart")).isEqualTo("2050-09-05T12:00:00.000Z");
        assertDry(edge.alice().delete(path + DRY), 200);
        HttpAnswer booked =
                edge.alice().post(BOOKINGS + DRY, "{\"eventTypeId\":" + type + ",\"reservationUid\":\"" + uid + "\"}");
        assertDry(booked, 201);
        assertDry(edge.alice().delete(BOOKINGS + "/" + booked.at("/data/bookingUid") + DRY), 200);
        HttpAnswer after = edge.alice().get(path);
        assertThat(after.at("/data/slotStart")).isEqualTo(before.at("/data/slotStart"));
        assertThat(after.at("/data/reservationUntil")).isEqualTo(before.at("/data/reservationUntil"));
    }

    @Test
    void an_event_type_is_neither_defined_nor_removed() {
        int type = types.define(HOUR);
        String path = "/v2/event-types/" + type;
        HttpAnswer before = edge.alice().get(path);
        assertDry(edge.alice().put(path + DRY, "{\"length_minutes\":15}"), 200);
        assertDry(edge.alice().put(path + DRY, "{\"length_minutes\":0}"), 400);
        assertDry(edge.alice().delete(path + DRY), 200);
        assertThat(edge.alice().get(path).body()).isEqualTo(before.body());
    }

    @Test
    void a_conversation_is_neither_made_nor_changed() {
        ConversationClient made = ConversationClient.create(edge.alice(), TALK);
        HttpAnswer before = made.read();
        HttpAnswer created = edge.alice().post(ConversationClient.ALL + DRY, TALK.text());
        assertJson(created, 200);
        assertThat(created.at("/dry_run")).isEqualTo("true");
        var asked = new ConversationClient(edge.alice(), created.at("/scheduling_conversation_id"));
        assertThat(asked.read().status()).isEqualTo(404);
        for (HttpAnswer answer : List.of(
                edge.alice().post(made.slots(1) + DRY, ConversationBody.selecting(0)),
                edge.alice().delete(made.slots(1) + DRY),
                edge.alice().post(made.path() + "/cancel" + DRY, ""))) {
            assertJson(answer, 200);
            assertThat(answer.at("/dry_run")).isEqualTo("true");
        }
        HttpAnswer refused = edge.alice().post(made.slots(1) + DRY, "{}");
        assertJson(refused, 422);
        assertThat(refused.at("/dry_run")).isEqualTo("true");
        assertThat(made.read().body()).isEqualTo(before.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?dryRun=yes", "?dryRun", "?dryRun=", "?dryRun=true&dryRun=true"})
    void what_may_mean_a_dry_run_is_none_and_refused(String query) {
        int type = types.define(HOUR);
        assertJson(edge.alice().post(RESERVATIONS + query, body(type, TEN, "")), 400);
        assertErrors(edge.alice().post(ConversationClient.ALL + query, TALK.text()), "base invalid_format");
        assertJson(reserve(edge.bob(), type, TEN), 201);
    }

    @Test
    void false_is_no_dry_run() {
        int type = types.define(HOUR);
        assertJson(edge.alice().post(RESERVATIONS + "?dryRun=false", body(type, TEN, "")), 201);
        assertJson(reserve(edge.bob(), type, TEN), 422);
    }
}
