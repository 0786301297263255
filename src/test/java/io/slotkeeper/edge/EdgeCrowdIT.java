package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationBody.KARL;
import static io.slotkeeper.edge.ConversationBody.LENA;
import static io.slotkeeper.edge.ConversationBody.selecting;
import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many at once ask for what one can have (docs/spec/product.md). */
final class EdgeCrowdIT {

    private static final String TEN = "2050-09-05T10:00:00Z";

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    /** All are on their way before the first answer is waited for. */
    private static List<HttpAnswer> atOnce(int count, IntFunction<CompletableFuture<HttpAnswer>> asking) {
        List<CompletableFuture<HttpAnswer>> asked =
                IntStream.range(0, count).mapToObj(asking).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static List<HttpAnswer> withStatus(List<HttpAnswer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).toList();
    }

    @Test
    void one_of_many_gets_a_slot() {
        String body = body(types.define(HOUR), TEN, "");
        List<HttpAnswer> answers =
                atOnce(32, i -> (i % 2 == 0 ? edge.anonymous() : edge.bob()).sendAsync("POST", RESERVATIONS, body));
        assertThat(withStatus(answers, 201)).hasSize(1);
        assertThat(withStatus(answers, 422))
                .hasSize(31)
                .allSatisfy(answer -> assertRefused(
                        answer,
                        422,
                        RESERVATIONS,
                        "This time slot is already reserved by another user. Please choose a different time."));
    }

    @Test
    void many_get_the_seats_that_there_are() {
        String body = body(types.define("{'length_minutes':60,'seats_per_time_slot':5}"), TEN, "");
        List<HttpAnswer> answers = atOnce(32, i -> edge.anonymous().sendAsync("POST", RESERVATIONS, body));
        assertThat(withStatus(answers, 201)).hasSize(5);
        assertThat(withStatus(answers, 422)).hasSize(27);
    }

    @Test
    void a_participant_selects_one_slot_however_many_it_asks_for() {
        ConversationClient talk = ConversationClient.create(
                edge.alice(),
                ConversationBody.of(KARL, LENA)
                        .with("available_periods", "[{'start':'2050-05-02T09:00:00Z','end':'2050-05-05T09:00:00Z'}]"));
        List<HttpAnswer> answers = atOnce(64, i -> edge.alice().sendAsync("POST", talk.slots(0), selecting(i)));
        assertThat(withStatus(answers, 200)).hasSize(1);
        assertThat(withStatus(answers, 422))
                .hasSize(63)
                .allSatisfy(answer -> assertErrors(answer, "base slot_already_selected"));
        assertThat(talk.read().body()).isEqualTo(withStatus(answers, 200).get(0).body());
    }

    @Test
    void all_attempts_with_one_key_are_one() {
        String key = UUID.randomUUID().toString();
        String body = body(types.define(HOUR), TEN, "");
        List<HttpAnswer> answers =
                atOnce(16, i -> edge.anonymous().with("Idempotency-Key", key).sendAsync("POST", RESERVATIONS, body));
        assertThat(withStatus(answers, 201)).hasSize(16);
        assertThat(answers.stream().map(HttpAnswer::body).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
    }

    @Test
    void all_attempts_to_select_with_one_key_are_one() {
        ConversationClient talk = ConversationClient.create(edge.alice(), ConversationBody.of(KARL, LENA));
        String key = UUID.randomUUID().toString();
        List<HttpAnswer> answers = atOnce(
                16, i -> edge.alice().with("Idempotency-Key", key).sendAsync("POST", talk.slots(0), selecting(3)));
        assertThat(withStatus(answers, 200)).hasSize(16);
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(talk.read().at("/revision")).isEqualTo("2");
    }

    @Test
    void a_reservation_is_booked_once() {
        int type = types.define(HOUR);
        String uid = EventTypes.hold(edge.anonymous(), type, TEN);
        String booking = json("{'eventTypeId':" + type + ",'reservationUid':'" + uid + "'}");
        List<HttpAnswer> answers = atOnce(16, i -> edge.alice().sendAsync("POST", BOOKINGS, booking));
        assertThat(withStatus(answers, 201)).hasSize(16);
        assertThat(answers.stream().map(HttpAnswer::body).distinct()).hasSize(1);
    }
}
