package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The processor as a process that ends, by force or by request, and is started again. */
@Execution(ExecutionMode.CONCURRENT)
final class RestartIT {

    private static final Duration HOLD = Duration.ofSeconds(3);
    private static final Map<String, String> SETTINGS = Map.of("reservation.default", HOLD.toSeconds() + "s");
    private static final String DEFINE = "{'type':'define_event_type','length_minutes':60}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_booking_appended_before_the_deadline_is_honoured_although_the_processor_was_killed() {
        try (TestProgram world = TestProgram.of(RestartIT.class, "late-booking", 2)) {
            Instant until;
            try (TestInstance killed = start(world).awaitReady()) {
                accepted(world, DEFINE);
                accepted(world, reserve("a", 10));
                accepted(world, reserve("b", 11));
                until = until(world, "b");
                killed.kill();
            }
            RecordMetadata inTime = send(world, book("a"));
            assertThat(inTime.timestamp())
                    .as("the test is quick enough")
                    .isLessThan(until(world, "a").toEpochMilli());
            awaitPast(until);
            RecordMetadata tooLate = send(world, book("b"));
            try (TestInstance again = start(world)) {
                assertThat(world.outcomeOf(inTime).get("status").textValue())
                        .as("%s", again)
                        .isEqualTo("accepted");
                assertThat(world.outcomeOf(tooLate).get("code").textValue()).isEqualTo("reservation_expired");
                assertThat(statuses(world, "a")).containsExactly("held 1", "booked 2");
                assertThat(statuses(world, "b")).containsExactly("held 1", "expired 2");
            }
        }
    }

    @Test
    void a_graceful_stop_loses_nothing_and_the_next_start_goes_on_from_there() throws Exception {
        try (TestProgram world = TestProgram.of(RestartIT.class, "graceful", 4)) {
            int sent;
            try (SteadyLoad load = new SteadyLoad(world, 4).start();
                    TestInstance stopped = start(world).awaitReady()) {
                world.awaitOne(
                        "an expiry",
                        it -> it.topic() == Topic.RESERVATION_SNAPSHOTS
                                && it.value().get("status").textValue().equals("expired"));
                stopped.terminate();
                assertThat(stopped.exitStatus(Duration.ofSeconds(30)))
                        .as("%s", stopped)
                        .isZero();
                assertNoTrouble(stopped);
                load.stop();
                sent = load.sent();
            }
            try (TestInstance again = start(world).awaitReady()) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> world.outcomes() >= sent && held(world).isEmpty());
                again.terminate();
                assertThat(again.exitStatus(Duration.ofSeconds(30)))
                        .as("%s", again)
                        .isZero();
                assertNoTrouble(again);
            }
            assertThat(new AuditedLoad(world, HOLD).check(sent))
                    .containsKeys("reservation_expired", "reserve_slot accepted", "book_slot accepted");
        }
    }

    @Test
    void the_next_start_finds_the_state_and_announces_nothing_twice() {
        try (TestProgram world = TestProgram.of(RestartIT.class, "state", 2)) {
            try (TestInstance first = start(world).awaitReady()) {
                accepted(world, DEFINE);
                accepted(world, reserve("over", 10));
                accepted(world, reserve("long", 11).replace("}", ",'reservation_duration_minutes':60}"));
                world.awaitOne(
                        "the expiry",
                        it -> "1/over".equals(it.key())
                                && it.value().at("/revision").asInt() == 2);
                accepted(world, reserve("meanwhile", 12));
                first.terminate();
                assertThat(first.exitStatus(Duration.ofSeconds(30)))
                        .as("%s", first)
                        .isZero();
            }
            awaitPast(until(world, "meanwhile"));
            try (TestInstance second = start(world).awaitReady()) {
                assertThat(code(world, reserve("over", 10)))
                        .as("a closed one is remembered: %s", second)
                        .isEqualTo("reservation_uid_in_use");
                assertThat(code(world, reserve("other", 11))).isEqualTo("already_reserved");
                JsonNode moved = accepted(
                        world,
                        "{'type':'update_reservation','reservation_uid':'long','slot_start':'2050-09-05T13:00:00Z'}");
                assertThat(moved.get("revision").longValue()).isEqualTo(2);
                accepted(world, reserve("other", 11));
                await().atMost(Duration.ofSeconds(30)).until(() -> held(world).isEmpty());
                assertThat(statuses(world, "over")).containsExactly("held 1", "expired 2");
                assertThat(statuses(world, "meanwhile")).containsExactly("held 1", "expired 2");
                assertThat(statuses(world, "long")).containsExactly("held 1", "held 2", "expired 3");
            }
        }
    }

    private TestInstance start(TestProgram world) {
        return TestInstance.start(world.topics(), folder, SETTINGS);
    }

    private static void assertNoTrouble(TestInstance ended) {
        assertThat(ended.err()).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
        assertThat(ended.out()).isEmpty();
    }

    private static void awaitPast(Instant time) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Instant.now().isAfter(time));
    }

    private static RecordMetadata send(TestProgram world, String request) {
        return world.send(Topic.RESERVATION_REQUESTS, "1", request);
    }

    private static JsonNode accepted(TestProgram world, String request) {
        JsonNode outcome = world.outcomeOf(send(world, request));
        assertThat(outcome.get("status").textValue()).as("%s", outcome).isEqualTo("accepted");
        return outcome;
    }

    private static String code(TestProgram world, String request) {
        return world.outcomeOf(send(world, request)).get("code").asText();
    }

    private static String reserve(String uid, int hour) {
        return "{'type':'reserve_slot','reservation_uid':'%s','slot_start':'2050-09-05T%02d:00:00Z'}"
                .formatted(uid, hour);
    }

    private static String book(String uid) {
        return "{'type':'book_slot','booking_uid':'B%1$s','reservation_uid':'%1$s'}".formatted(uid);
    }

    private static Instant until(TestProgram world, String uid) {
        JsonNode held = world.awaitOne("the hold " + uid, it -> ("1/" + uid).equals(it.key()))
                .value();
        return Instant.parse(held.get("reservation_until").textValue());
    }

    private static List<String> statuses(TestProgram world, String uid) {
        return world.snapshots(Topic.RESERVATION_SNAPSHOTS, "1/" + uid).stream()
                .map(it ->
                        it.value().get("status").textValue() + " " + it.value().get("revision"))
                .toList();
    }

    /** The keys of the reservations whose last snapshot says that they are held. */
    private static List<String> held(TestProgram world) {
        List<String> held = new ArrayList<>();
        world.look().stream()
                .filter(it -> it.topic() == Topic.RESERVATION_SNAPSHOTS)
                .forEach(it -> {
                    String key = String.valueOf(it.key());
                    held.remove(key);
                    if (it.value().get("status").textValue().equals("held")) {
                        held.add(key);
                    }
                });
        return held;
    }
}
