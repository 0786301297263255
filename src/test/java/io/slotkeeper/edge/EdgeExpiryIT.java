package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationBody.KARL;
import static io.slotkeeper.edge.ConversationBody.LENA;
import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.reserve;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.Refusals.assertEmpty;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertJson;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What settings change: how long things live, who may come in, and where URLs lead. */
final class EdgeExpiryIT {

    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String PUBLIC_URL = "https://slots.example.com/booking";

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.of(
            EdgeExpiryIT.class,
            2,
            Map.of(
                    "reservation.default", "1s",
                    "reservation.max", "2m",
                    "reservation.max-total", "2m",
                    "conversation.max-participants", "2",
                    "conversation.retention", "1s",
                    "require-auth", "true",
                    "public-url", PUBLIC_URL));

    private static final EventTypes types = new EventTypes(edge);

    private static void awaitUntil(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    // Reservations.

    @Test
    void a_reservation_expires_and_its_slot_is_free() {
        int type = types.define(HOUR);
        HttpApi client = edge.alice().with("Idempotency-Key", UUID.randomUUID().toString());
        HttpAnswer granted = reserve(client, type, TEN);
        assertThat(granted.json().at("/data/reservationDuration").intValue()).isOne();
        String uid = granted.at("/data/reservationUid");
        String path = RESERVATIONS + "/" + uid;
        assertThat(Instant.parse(granted.at("/data/reservationUntil")))
                .isBefore(Instant.now().plusSeconds(2));
        awaitUntil(() -> edge.alice().get(path).status() == 404);
        assertThat(Instant.now().plusMillis(100)).isAfter(Instant.parse(granted.at("/data/reservationUntil")));
        String notFound = "Slot with uid=" + uid + " not found";
        assertRefused(edge.alice().get(path), 404, path, notFound);
        assertRefused(edge.alice().patch(path, body(type, TEN, "")), 404, path, notFound);
        assertThat(edge.alice().delete(path).body()).isEqualTo(json("{'status':'success'}"));
        assertRefused(
                reserve(client, type, TEN),
                409,
                RESERVATIONS,
                "Another request with this Idempotency-Key was applied already.");
        String booking = json("{'eventTypeId':" + type + ",'reservationUid':'" + uid + "'}");
        HttpAnswer gone = edge.alice().post(BOOKINGS, booking);
        assertRefused(gone, 410, BOOKINGS, gone.at("/error/message"));
        assertJson(edge.alice().post(BOOKINGS, booking.replace("}", json(",'slotStart':'" + TEN + "'}"))), 201);
    }

    private record Extended(HttpAnswer granted, HttpAnswer extended) {

        String path() {
            return RESERVATIONS + "/" + granted.at("/data/reservationUid");
        }
    }

    private static Extended extend(int type) {
        HttpAnswer granted = reserve(edge.alice(), type, TEN);
        var before = new Extended(granted, granted);
        String longer = body(type, TEN, ",'reservationDuration':1");
        return new Extended(granted, edge.alice().patch(before.path(), longer));
    }

    /** A machine that needs more than a second to extend one tries again. */
    @Test
    void a_reservation_that_is_extended_lives() {
        int type = types.define(HOUR);
        Extended reservation = await().pollDelay(Duration.ZERO)
                .until(() -> extend(type), it -> it.extended().status() == 200);
        Instant end = Instant.parse(reservation.granted().at("/data/reservationUntil"));
        awaitUntil(() -> Instant.now().isAfter(end.plusMillis(500)));
        assertJson(edge.alice().get(reservation.path()), 200);
        assertThat(reserve(edge.alice(), type, TEN).status()).isEqualTo(422);
    }

    @Test
    void nobody_keeps_a_slot_for_ever() {
        int type = types.define(HOUR);
        HttpAnswer granted = edge.alice().post(RESERVATIONS, body(type, TEN, ",'reservationDuration':2"));
        String path = RESERVATIONS + "/" + granted.at("/data/reservationUid");
        HttpAnswer refused = edge.alice().patch(path, body(type, TEN, ",'reservationDuration':2"));
        assertRefused(refused, 422, path, refused.at("/error/message"));
        assertThat(edge.alice().get(path).at("/data/reservationUntil")).isEqualTo(granted.at("/data/reservationUntil"));
        assertJson(edge.alice().patch(path, body(type, TEN, ",'reservationDuration':1")), 200);
    }

    // Conversations.

    @Test
    void a_finished_conversation_is_forgotten_later() {
        ConversationClient talk = ConversationClient.create(edge.alice(), ConversationBody.of(KARL, LENA));
        assertJson(talk.cancel(""), 200);
        awaitUntil(() -> talk.read().status() == 404);
        assertEmpty(talk.read(), 404);
        assertEmpty(talk.select(0, 0), 404);
        assertEmpty(talk.list(0), 404);
    }

    // Settings of the edge.

    @Test
    void urls_begin_as_the_operator_says() {
        HttpAnswer created = edge.alice()
                .post(ConversationClient.ALL, ConversationBody.of(KARL, LENA).text());
        var talk = new ConversationClient(edge.alice(), created.at("/scheduling_conversation_id"));
        assertThat(created.json().findValuesAsText("url"))
                .containsExactlyElementsOf(List.of(talk.slots(0), talk.slots(0), talk.slots(1), talk.slots(1)).stream()
                        .map(path -> PUBLIC_URL + path)
                        .toList());
    }

    @Test
    void where_credentials_are_required_nobody_is_anonymous() {
        int type = types.define(HOUR);
        for (String method : List.of("GET", "PATCH", "DELETE")) {
            String path = RESERVATIONS + "/" + UUID.randomUUID();
            HttpAnswer answer = edge.anonymous().send(method, path, method.equals("PATCH") ? "{}" : "");
            assertRefused(answer, 401, path, answer.at("/error/message"));
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        }
        assertThat(reserve(edge.anonymous(), type, TEN).status()).isEqualTo(401);
        assertThat(edge.anonymous().get("/health/ready").status()).isEqualTo(200);
        assertJson(reserve(edge.bob(), type, TEN), 201);
    }

    @Test
    void conversations_have_as_many_participants_as_the_operator_says() {
        assertErrors(
                edge.alice()
                        .post(
                                ConversationClient.ALL,
                                ConversationBody.of(KARL, LENA, ConversationBody.GRACE)
                                        .text()),
                "participants too_many");
    }
}
