package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationBody.KARL;
import static io.slotkeeper.edge.ConversationBody.LENA;
import static io.slotkeeper.edge.ConversationBody.selecting;
import static io.slotkeeper.edge.ConversationClient.statuses;
import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.edge.EventTypes.reserve;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertJson;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked again is done once (docs/spec/http.md#idempotency-key; docs/spec/topics.md#repeating-a-request). */
final class EdgeRepeatsIT {

    private static final String KEY = "Idempotency-Key";
    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String ELEVEN = "2050-09-05T11:00:00Z";
    private static final String BOOKING_UID_IN_USE = "Booking uid is already in use.";
    private static final String REUSED = "Another request with this Idempotency-Key was applied already.";

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    private static HttpApi alice(String key) {
        return edge.alice().with(KEY, key);
    }

    private static HttpApi bob(String key) {
        return edge.bob().with(KEY, key);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static void assertFirst(HttpAnswer answer, int status) {
        assertJson(answer, status);
        assertThat(answer.header("Idempotent-Replayed")).isEmpty();
    }

    private static void assertRepeated(HttpAnswer answer, HttpAnswer first) {
        assertJson(answer, first.status());
        assertThat(answer.header("Idempotent-Replayed")).contains("true");
        assertThat(timeless(answer)).isEqualTo(timeless(first));
    }

    /** What is left of a hold is less with each answer. */
    private static String timeless(HttpAnswer answer) {
        return answer.body().replaceAll(",\"expiresInSeconds\":[0-9]+", "");
    }

    // Reservations.

    @Test
    void a_reservation_is_made_once_per_key() {
        int type = types.define(HOUR);
        HttpApi client = alice("a key of mine");
        HttpAnswer first = reserve(client, type, TEN);
        assertFirst(first, 201);
        assertRepeated(reserve(client, type, TEN), first);
        assertRepeated(reserve(client, type, TEN), first);
    }

    @Test
    void the_same_content_may_be_written_in_other_ways() {
        int type = types.define(HOUR);
        HttpApi client = alice(key());
        HttpAnswer first = reserve(client, type, TEN);
        assertRepeated(
                client.post(
                        RESERVATIONS,
                        json("{ 'slotStart':'2050-09-05T12:00+02', 'more':1, 'slotDuration':null,\n 'eventTypeId':"
                                + type + " }")),
                first);
    }

    /** As the IETF's draft writes it. */
    @Test
    void a_quoted_key_is_the_same_key() {
        int type = types.define(HOUR);
        String key = key();
        HttpAnswer first = reserve(edge.alice().with("Idempotency-Key", key), type, TEN);
        assertFirst(first, 201);
        assertRepeated(reserve(edge.alice().with("Idempotency-Key", "\"" + key + "\""), type, TEN), first);
    }

    @Test
    void one_key_is_no_two_reservations() {
        int type = types.define(HOUR);
        HttpApi client = alice(key());
        HttpAnswer first = reserve(client, type, TEN);
        assertRefused(reserve(client, type, ELEVEN), 409, RESERVATIONS, REUSED);
        assertRefused(
                client.post(RESERVATIONS, body(type, TEN, ",'reservationDuration':10")), 409, RESERVATIONS, REUSED);
        assertRepeated(reserve(client, type, TEN), first);
        assertFirst(reserve(edge.anonymous(), type, ELEVEN), 201);
    }

    @Test
    void a_late_repeat_does_not_bring_a_released_reservation_back() {
        int type = types.define(HOUR);
        HttpApi client = alice(key());
        String uid = reserve(client, type, TEN).at("/data/reservationUid");
        edge.alice().delete(RESERVATIONS + "/" + uid);
        assertRefused(reserve(client, type, TEN), 409, RESERVATIONS, REUSED);
        assertFirst(reserve(edge.anonymous(), type, TEN), 201);
    }

    @Test
    void a_repeat_after_a_change_shows_the_present_state() {
        int type = types.define(HOUR);
        HttpApi client = alice(key());
        String uid = reserve(client, type, TEN).at("/data/reservationUid");
        HttpAnswer moved = edge.alice().patch(RESERVATIONS + "/" + uid, body(type, ELEVEN, ""));
        HttpAnswer repeated = reserve(client, type, TEN);
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.header("Idempotent-Replayed")).contains("true");
        assertThat(repeated.json()).isEqualTo(moved.json());
    }

    @Test
    void what_was_refused_may_succeed_later() {
        int type = types.define(HOUR);
        String uid = hold(edge.anonymous(), type, TEN);
        HttpApi client = alice(key());
        assertThat(reserve(client, type, TEN).status()).isEqualTo(422);
        HttpAnswer again = reserve(client, type, TEN);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.header("Idempotent-Replayed")).isEmpty();
        edge.anonymous().delete(RESERVATIONS + "/" + uid);
        assertFirst(reserve(client, type, TEN), 201);
    }

    @Test
    void a_key_belongs_to_its_principal_and_its_event_type() {
        int type = types.define(HOUR);
        String key = key();
        HttpAnswer first = reserve(alice(key), type, TEN);
        assertThat(reserve(bob(key), type, TEN).status()).isEqualTo(422);
        assertFirst(reserve(bob(key), type, ELEVEN), 201);
        assertFirst(reserve(alice(key), types.define(HOUR), TEN), 201);
        assertFirst(reserve(edge.anonymous().with(KEY, key), type, "2050-09-05T12:00:00Z"), 201);
        assertRepeated(reserve(alice(key), type, TEN), first);
    }

    /** One after the other, so on one connection. */
    @Test
    void keys_and_tokens_have_their_case() {
        int type = types.define(HOUR);
        String key = "key-" + key();
        HttpAnswer lower = reserve(alice(key), type, TEN);
        assertFirst(lower, 201);
        assertFirst(reserve(alice(key.toUpperCase(Locale.ROOT)), type, ELEVEN), 201);
        assertRepeated(reserve(alice(key), type, TEN), lower);
        assertThat(edge.anonymous()
                        .as("ALICE-TOKEN")
                        .get("/v2/event-types/" + type)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_key_belongs_to_its_route() {
        int type = types.define(HOUR);
        String key = key();
        HttpAnswer held = reserve(alice(key), type, TEN);
        assertFirst(held, 201);
        String path = RESERVATIONS + "/" + held.at("/data/reservationUid");
        assertFirst(alice(key).patch(path, body(type, TEN, "")), 200);
        String booking =
                json("{'eventTypeId':" + type + ",'reservationUid':'" + held.at("/data/reservationUid") + "'}");
        assertFirst(alice(key).post(BOOKINGS, booking), 201);
        HttpAnswer created = alice(key)
                .post(ConversationClient.ALL, ConversationBody.of(KARL, LENA).text());
        assertFirst(created, 200);
        var talk = new ConversationClient(alice(key), created.at("/scheduling_conversation_id"));
        assertFirst(talk.select(0, 0), 200);
        assertFirst(talk.select(1, 1), 200);
        assertFirst(talk.withdraw(0), 200);
    }

    @Test
    void who_shows_no_credentials_needs_a_uuid() {
        int type = types.define(HOUR);
        String uuid = key();
        HttpAnswer first = reserve(edge.anonymous().with(KEY, uuid), type, TEN);
        assertFirst(first, 201);
        assertRepeated(reserve(edge.anonymous().with(KEY, uuid), type, TEN), first);
        String path = RESERVATIONS + "/" + first.at("/data/reservationUid");
        for (String key : new String[] {"1", "mine", uuid + "0", uuid.replace("-", ""), "{" + uuid + "}"}) {
            HttpApi client = edge.anonymous().with(KEY, key);
            HttpAnswer post = reserve(client, type, ELEVEN);
            assertRefused(post, 400, RESERVATIONS, post.at("/error/message"));
            HttpAnswer patch = client.patch(path, body(type, ELEVEN, ""));
            assertRefused(patch, 400, path, patch.at("/error/message"));
        }
        assertThat(edge.anonymous().get(path).at("/data/slotStart")).isEqualTo("2050-09-05T10:00:00.000Z");
    }

    @Test
    void a_key_has_at_most64_characters() {
        int type = types.define(HOUR);
        HttpApi tooLong = alice("k".repeat(65));
        HttpAnswer refused = reserve(tooLong, type, TEN);
        assertRefused(refused, 400, RESERVATIONS, refused.at("/error/message"));
        assertThat(tooLong.post(BOOKINGS, body(type, TEN, "")).status()).isEqualTo(400);
        HttpAnswer created =
                tooLong.post(ConversationClient.ALL, ConversationBody.of(KARL).text());
        assertErrors(created, "base invalid_format");
        ConversationClient talk = ConversationClient.create(edge.alice(), ConversationBody.of(KARL, LENA));
        var withTooLong = new ConversationClient(tooLong, talk.id());
        assertErrors(withTooLong.select(0, 0), "base invalid_format");
        assertErrors(withTooLong.withdraw(0), "base invalid_format");
        assertFirst(reserve(alice("k".repeat(64)), type, TEN), 201);
    }

    // Changes of reservations.

    @Test
    void a_change_is_made_once_per_key() {
        int type = types.define(HOUR);
        String path = RESERVATIONS + "/" + hold(edge.alice(), type, TEN);
        HttpApi client = alice(key());
        HttpAnswer moved = client.patch(path, body(type, ELEVEN, ""));
        assertFirst(moved, 200);
        assertRepeated(client.patch(path, body(type, ELEVEN, "")), moved);
        assertRefused(client.patch(path, body(type, TEN, "")), 409, path, REUSED);
        HttpAnswer back = alice(key()).patch(path, body(type, TEN, ""));
        assertFirst(back, 200);
        assertRepeated(client.patch(path, body(type, ELEVEN, "")), back);
    }

    // Bookings.

    @Test
    void a_booking_is_made_once_per_key() {
        int type = types.define(HOUR);
        HttpApi client = alice(key());
        HttpAnswer first = client.post(BOOKINGS, body(type, TEN, ""));
        assertFirst(first, 201);
        assertRepeated(client.post(BOOKINGS, body(type, TEN, "")), first);
        assertRefused(client.post(BOOKINGS, body(type, ELEVEN, "")), 409, BOOKINGS, REUSED);
        edge.alice().delete(BOOKINGS + "/" + first.at("/data/bookingUid"));
        assertRefused(client.post(BOOKINGS, body(type, TEN, "")), 409, BOOKINGS, REUSED);
    }

    @Test
    void a_reservation_is_booked_once_also_without_a_key() {
        int type = types.define(HOUR);
        String uid = hold(edge.anonymous(), type, TEN);
        String booking = json("{'eventTypeId':" + type + ",'reservationUid':'" + uid + "'}");
        HttpAnswer first = edge.alice().post(BOOKINGS, booking);
        assertFirst(first, 201);
        assertRepeated(edge.alice().post(BOOKINGS, booking), first);
        assertRepeated(edge.bob().post(BOOKINGS, booking), first);
        assertRefused(
                edge.alice().post(BOOKINGS, booking.replace("}", json(",'slotStart':'" + ELEVEN + "'}"))),
                409,
                BOOKINGS,
                BOOKING_UID_IN_USE);
    }

    @Test
    void a_reservation_is_booked_once_per_key() {
        int type = types.define(HOUR);
        HttpApi client = alice(key());
        String booking =
                json("{'eventTypeId':" + type + ",'reservationUid':'" + hold(edge.anonymous(), type, TEN) + "'}");
        HttpAnswer first = client.post(BOOKINGS, booking);
        assertFirst(first, 201);
        assertRepeated(client.post(BOOKINGS, booking), first);
    }

    // Conversations.

    @Test
    void a_conversation_is_created_once_per_key() {
        HttpApi client = alice(key());
        ConversationBody body = ConversationBody.of(KARL, LENA);
        HttpAnswer first = client.post(ConversationClient.ALL, body.text());
        assertFirst(first, 200);
        assertRepeated(client.post(ConversationClient.ALL, body.text()), first);
        assertRepeated(
                client.post(ConversationClient.ALL, body.with("unknown", "[1]").text()), first);
        assertErrors(
                client.post(
                        ConversationClient.ALL,
                        body.with("subject", "'another'").text()),
                "base already_exists");
        var talk = new ConversationClient(edge.alice(), first.at("/scheduling_conversation_id"));
        HttpAnswer selected = talk.select(0, 0);
        assertRepeated(client.post(ConversationClient.ALL, body.text()), selected);
    }

    @Test
    void a_key_of_another_principal_is_another_conversation() {
        String key = key();
        String body = ConversationBody.of(KARL, LENA).text();
        HttpAnswer first = alice(key).post(ConversationClient.ALL, body);
        HttpAnswer other = bob(key).post(ConversationClient.ALL, body);
        assertFirst(other, 200);
        assertThat(other.at("/scheduling_conversation_id")).isNotEqualTo(first.at("/scheduling_conversation_id"));
        assertThat(first.at("/scheduling_conversation_id")).matches("scv_[0-9a-f]{24}");
    }

    @Test
    void a_selection_is_recorded_once_per_key() {
        ConversationClient talk = ConversationClient.create(edge.alice(), ConversationBody.of(KARL, LENA));
        var keyed = new ConversationClient(alice(key()), talk.id());
        HttpAnswer first = keyed.select(0, 0);
        assertFirst(first, 200);
        assertRepeated(keyed.select(0, 0), first);
        HttpAnswer reused = keyed.select(0, 1);
        assertErrors(reused, "base request_id_reused");
        assertThat(reused.at("/errors/base/0/description")).isEqualTo(REUSED);
        HttpAnswer withdrawn = talk.withdraw(0);
        assertThat(statuses(withdrawn)).containsExactly("needs_action", "needs_action");
        assertRepeated(keyed.select(0, 0), withdrawn);
        assertFirst(talk.select(0, 1), 200);
    }

    @Test
    void a_selection_is_withdrawn_once_per_key() {
        ConversationClient talk = ConversationClient.create(edge.alice(), ConversationBody.of(KARL, LENA));
        var keyed = new ConversationClient(alice(key()), talk.id());
        talk.select(0, 0);
        HttpAnswer withdrawn = keyed.withdraw(0);
        assertFirst(withdrawn, 200);
        assertRepeated(keyed.withdraw(0), withdrawn);
        HttpAnswer selected = talk.select(0, 1);
        assertRepeated(keyed.withdraw(0), selected);
        assertThat(statuses(talk.read())).containsExactly("waiting", "needs_action");
    }

    @Test
    void a_key_of_one_participant_is_not_anothers() {
        ConversationClient talk = ConversationClient.create(edge.alice(), ConversationBody.of(KARL, LENA));
        HttpApi client = alice(key());
        assertFirst(client.post(talk.slots(0), selecting(0)), 200);
        HttpAnswer other = client.post(talk.slots(1), selecting(0));
        assertFirst(other, 200);
        assertThat(other.at("/status")).isEqualTo("complete");
    }
}
