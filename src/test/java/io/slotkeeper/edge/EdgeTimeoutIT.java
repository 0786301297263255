package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationBody.KARL;
import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An edge that waits for no answer: no request is decided and committed within a millisecond. What nobody can know the
 * name of is taken back (docs/spec/http.md).
 */
final class EdgeTimeoutIT {

    private static final String NO_ANSWER = "There was no answer in time.";
    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String ELEVEN = "2050-09-05T11:00:00Z";
    private static final int TYPE = 1;

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.of(EdgeTimeoutIT.class, 1, Map.of("request-timeout", "1ms"));

    @BeforeAll
    static void start() {
        edge.upstream()
                .ask(
                        Topic.RESERVATION_REQUESTS,
                        Integer.toString(TYPE),
                        "{'type':'define_event_type','length_minutes':60}");
    }

    private static void assertUnanswered(HttpAnswer answer, String path) {
        assertRefused(answer, 503, path, NO_ANSWER);
        assertThat(answer.header("Retry-After")).contains("1");
    }

    /** Everything that was asked so far, in the order of the log. */
    private static List<JsonNode> logged(Topic topic) {
        return edge.upstream().log(topic).stream()
                .map(record -> TestProgram.json(new String(record.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** The names that requests of a type give to what they are for. */
    private static Set<String> names(List<JsonNode> log, String type, String field, Predicate<JsonNode> which) {
        return log.stream()
                .filter(request -> request.get("type").textValue().equals(type))
                .filter(which)
                .map(request -> request.get(field).textValue())
                .collect(Collectors.toSet());
    }

    private static Predicate<JsonNode> at(String slotStart) {
        return request -> request.path("slot_start").asText().equals(slotStart);
    }

    /** Asks until the log has what is waited for: what wasn't sent within the millisecond never is. */
    private static void askUntil(Runnable asking, Topic topic, Predicate<List<JsonNode>> enough) {
        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).until(() -> {
            asking.run();
            return enough.test(logged(topic));
        });
    }

    @Test
    void a_reservation_that_nobody_heard_of_is_taken_back_unless_it_has_a_key() {
        askUntil(
                () -> {
                    HttpApi keyed = edge.alice().with("Idempotency-Key", "k");
                    assertUnanswered(keyed.post(RESERVATIONS, body(TYPE, TEN, "")), RESERVATIONS);
                    assertUnanswered(edge.alice().post(RESERVATIONS, body(TYPE, ELEVEN, "")), RESERVATIONS);
                },
                Topic.RESERVATION_REQUESTS,
                log -> {
                    Set<String> keyed = names(log, "reserve_slot", "reservation_uid", at(TEN));
                    Set<String> nameless = names(log, "reserve_slot", "reservation_uid", at(ELEVEN));
                    Set<String> released = names(log, "release_reservation", "reservation_uid", any -> true);
                    assertThat(keyed).hasSizeLessThan(2).matches(it -> Collections.disjoint(it, released));
                    assertThat(nameless).matches(it -> it.containsAll(released));
                    return !keyed.isEmpty() && !released.isEmpty();
                });
    }

    @Test
    void a_booking_that_nobody_heard_of_is_taken_back_unless_its_name_follows_from_its_reservation() {
        String booking = json("{'eventTypeId':1,'reservationUid':'r','slotStart':'" + TEN + "'}");
        askUntil(
                () -> {
                    assertUnanswered(edge.alice().post(BOOKINGS, booking), BOOKINGS);
                    assertUnanswered(edge.alice().post(BOOKINGS, body(TYPE, ELEVEN, "")), BOOKINGS);
                },
                Topic.RESERVATION_REQUESTS,
                log -> {
                    Set<String> derived = names(log, "book_slot", "booking_uid", at(TEN));
                    Set<String> nameless = names(log, "book_slot", "booking_uid", at(ELEVEN));
                    Set<String> cancelled = names(log, "cancel_booking", "booking_uid", any -> true);
                    assertThat(derived).hasSizeLessThan(2).matches(it -> Collections.disjoint(it, cancelled));
                    assertThat(nameless).matches(it -> it.containsAll(cancelled));
                    return !derived.isEmpty() && !cancelled.isEmpty();
                });
    }

    @Test
    void a_conversation_that_nobody_heard_of_is_cancelled() {
        askUntil(
                () -> {
                    HttpAnswer answer = edge.alice()
                            .post(
                                    ConversationClient.ALL,
                                    ConversationBody.of(KARL).text());
                    assertErrors(answer, 503, "base unavailable");
                    assertThat(answer.at("/errors/base/0/description")).isEqualTo(NO_ANSWER);
                    assertThat(answer.header("Retry-After")).contains("1");
                },
                Topic.SELECTION_REQUESTS,
                log -> log.stream()
                        .anyMatch(request -> request.get("type").textValue().equals("cancel_conversation")));
    }

    @Test
    void reads_need_no_answer_from_the_log() {
        assertThat(edge.alice().get("/v2/event-types/1").status()).isEqualTo(200);
    }
}
