package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.testing.TestProgram.Seen;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Log time decides (docs/spec/log-time.md): what only a real broker shows. */
@Tag("timing")
@Execution(ExecutionMode.CONCURRENT)
class LogTimeIT {

    private static final ReservationSettings SHORT_HOLDS = holdsOf(Duration.ofSeconds(2));

    private static final String DEFINE = "{'type':'define_event_type','length_minutes':60}";

    @Test
    void a_booking_appended_before_the_deadline_is_honoured_however_late_it_is_processed() {
        try (TestProgram world = world("late-booking", 1).start()) {
            world.ask(Topic.RESERVATION_REQUESTS, "1", DEFINE);
            Instant until = instant(reserve(world, "1", "a", 10).at("/snapshot/reservation_until"));
            Instant untilOther = instant(reserve(world, "1", "b", 11).at("/snapshot/reservation_until"));
            world.stop();
            RecordMetadata inTime = world.send(
                    Topic.RESERVATION_REQUESTS, "1", "{'type':'book_slot','booking_uid':'B','reservation_uid':'a'}");
            assertThat(Instant.ofEpochMilli(inTime.timestamp()))
                    .as("the test is quick enough")
                    .isBefore(until);
            await().until(() -> Instant.now().isAfter(untilOther));
            RecordMetadata tooLate = world.send(
                    Topic.RESERVATION_REQUESTS, "1", "{'type':'book_slot','booking_uid':'C','reservation_uid':'b'}");
            assertThat(Instant.ofEpochMilli(tooLate.timestamp())).isAfterOrEqualTo(untilOther);

            world.start();

            assertThat(world.outcomeOf(inTime).get("status").textValue()).isEqualTo("accepted");
            assertThat(world.outcomeOf(tooLate).get("code").textValue()).isEqualTo("reservation_expired");
            assertThat(statuses(world, "1/a")).containsExactly("held", "booked");
            assertThat(statuses(world, "1/b")).containsExactly("held", "expired");
        }
    }

    @Test
    void a_hold_in_an_idle_partition_is_announced_within_half_a_second_of_its_deadline() {
        try (TestProgram world = TestProgram.of(LogTimeIT.class, "idle", 4, holdsOf(Duration.ofSeconds(1)))
                .start()) {
            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                String key = Integer.toString(i);
                world.ask(Topic.RESERVATION_REQUESTS, key, DEFINE);
                Instant until = instant(reserve(world, key, "a", 10).at("/snapshot/reservation_until"));
                Seen expired = awaitExpiry(world, key + "/a");
                delays.add(Duration.between(until, Instant.now()).toMillis());
                assertThat(instant(expired.value().get("updated_at"))).isAfterOrEqualTo(until);
                assertThat(expired.value().at("/cause/type").textValue()).isEqualTo("reservation_expired");
            }
            // The middle one: a pause of the machine's must not fail the test.
            delays.sort(Long::compare);
            assertThat(delays.get(delays.size() / 2)).as("of %s ms", delays).isLessThanOrEqualTo(500);
        }
    }

    @Test
    void deadlines_that_passed_while_nobody_processed_are_announced_once_each_and_in_their_order() {
        try (TestProgram world = world("downtime", 1).start()) {
            world.ask(Topic.RESERVATION_REQUESTS, "1", DEFINE);
            List<String> keys = new ArrayList<>();
            List<RecordMetadata> requests = new ArrayList<>();
            for (int hour = 1; hour <= 20; hour++) {
                // Equal deadlines come in the order of documents and uids, which is that of the hours too.
                String uid = "h%02d".formatted(hour);
                requests.add(world.send(Topic.RESERVATION_REQUESTS, "1", request(uid, hour)));
                keys.add("1/" + uid);
            }
            Instant last = requests.stream()
                    .map(world::outcomeOf)
                    .map(outcome -> instant(outcome.at("/snapshot/reservation_until")))
                    .max(Instant::compareTo)
                    .orElseThrow();
            world.stop();
            await().until(() -> !Instant.now().isBefore(last));

            world.start();

            keys.forEach(key -> awaitExpiry(world, key));
            // They were reserved one after the other, so their deadlines come in this order too.
            assertThat(world.seen(Topic.RESERVATION_SNAPSHOTS))
                    .filteredOn(it -> it.value().get("status").textValue().equals("expired"))
                    .extracting(Seen::key)
                    .containsExactlyElementsOf(keys);
        }
    }

    @Test
    void an_expired_hold_is_free_for_the_next_and_its_expiry_comes_first() {
        try (TestProgram world = world("again", 2).start()) {
            world.ask(Topic.RESERVATION_REQUESTS, "7", DEFINE);
            reserve(world, "7", "first", 10);
            awaitExpiry(world, "7/first");
            JsonNode second = reserve(world, "7", "second", 10);
            assertThat(second.get("status").textValue()).isEqualTo("accepted");
            assertThat(world.seen(Topic.RESERVATION_SNAPSHOTS))
                    .extracting(it -> it.key() + " " + it.value().get("status").textValue())
                    .startsWith("7/first held", "7/first expired", "7/second held");
        }
    }

    @Test
    void a_selection_expires_and_the_participant_is_asked_again() {
        try (TestProgram world = world("selection", 2).start()) {
            String id = "scv_expiry";
            Instant start = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
            world.ask(
                    Topic.SELECTION_REQUESTS,
                    id,
                    "{'type':'create_conversation','participants':[{'participant_id':'@a'},{'participant_id':'@b'}],"
                            + "'tzid':'Etc/UTC','required_duration':{'minutes':60},'start_interval':{'minutes':60},"
                            + "'available_periods':[{'start':'" + start + "','end':'" + start.plusSeconds(3_600)
                            + "'},{'start':'2050-01-01T00:00:00Z','end':'2050-01-01T01:00:00Z'}]}");
            JsonNode selected = world.ask(
                    Topic.SELECTION_REQUESTS,
                    id,
                    "{'type':'select_slots','participant':'@a','selected_slots':[{'slot_id':'slt_"
                            + start.getEpochSecond() + "'}]}");
            assertThat(selected.get("status").textValue()).isEqualTo("accepted");
            JsonNode expired = world.awaitOne(
                            "the selection's expiry",
                            it -> it.topic() == Topic.CONVERSATION_SNAPSHOTS
                                    && it.value().at("/cause/type").textValue().equals("selection_expired"))
                    .value();
            assertThat(expired.get("revision").longValue()).isEqualTo(3);
            assertThat(expired.at("/participants/0/status").textValue()).isEqualTo("needs_action");
            assertThat(instant(expired.get("updated_at"))).isAfterOrEqualTo(start);
        }
    }

    private static ReservationSettings holdsOf(Duration time) {
        return new ReservationSettings(
                time, Duration.ofHours(24), Duration.ofHours(48), Duration.ofHours(1), Duration.ofHours(24));
    }

    private static TestProgram world(String testCase, int partitions) {
        return TestProgram.of(LogTimeIT.class, testCase, partitions, SHORT_HOLDS);
    }

    private static JsonNode reserve(TestProgram world, String key, String uid, int hour) {
        JsonNode outcome = world.ask(Topic.RESERVATION_REQUESTS, key, request(uid, hour));
        assertThat(outcome.get("status").textValue()).as("%s", outcome).isEqualTo("accepted");
        return outcome;
    }

    private static String request(String uid, int hour) {
        return "{'type':'reserve_slot','reservation_uid':'%s','slot_start':'2050-09-05T%02d:00:00Z','include_snapshot':true}"
                .formatted(uid, hour);
    }

    private static Seen awaitExpiry(TestProgram world, String key) {
        return world.awaitOne(
                "the expiry of " + key,
                it -> it.topic() == Topic.RESERVATION_SNAPSHOTS
                        && key.equals(it.key())
                        && it.value().get("status").textValue().equals("expired"));
    }

    private static List<String> statuses(TestProgram world, String key) {
        return world.snapshots(Topic.RESERVATION_SNAPSHOTS, key).stream()
                .map(it -> it.value().get("status").textValue())
                .toList();
    }

    private static Instant instant(JsonNode text) {
        return Instant.parse(text.textValue());
    }
}
