package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.audit.Audit;
import io.slotkeeper.audit.AuditReport;
import io.slotkeeper.audit.Judged;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.testing.TestProgram.Seen;
import io.slotkeeper.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was committed after the requests of a {@link SteadyLoad}: waited for, and judged as {@code audit} does. */
final class AuditedLoad {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestProgram world;
    private final Duration hold;

    /** @param hold what {@code reservation.default} is */
    AuditedLoad(TestProgram world, Duration hold) {
        this.world = world;
        this.hold = hold;
    }

    /** Waits until every request is answered, and nothing is held or selected any longer that ends by itself. */
    void awaitQuiet(int sent) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            assertThat(world.outcomes()).as("outcomes").isEqualTo(sent);
            assertThat(pending()).as("to be announced").isEmpty();
        });
    }

    /** Each thing's last snapshot, where another one is to follow. */
    private Map<String, JsonNode> pending() {
        Map<String, JsonNode> last = new HashMap<>();
        for (Seen seen : world.look()) {
            if (seen.topic() == Topic.RESERVATION_SNAPSHOTS || seen.topic() == Topic.CONVERSATION_SNAPSHOTS) {
                last.put(String.valueOf(seen.key()), seen.value());
            }
        }
        last.values().removeIf(it -> !endsByItself(it));
        return last;
    }

    private static boolean endsByItself(JsonNode snapshot) {
        return switch (snapshot.get("status").textValue()) {
            case "held" -> true;
            case "in_progress" ->
                snapshot.get("available_periods").size() == 1 || snapshot.findValue("selected") != null;
            default -> false;
        };
    }

    /**
     * Fails if anything that was committed is not as it must be, or if nothing was there to be judged.
     *
     * @return how often each thing happened
     */
    Map<String, Integer> check(int sent) {
        assertThat(Topic.inputs().stream()
                        .flatMap(input -> world.log(input).stream())
                        .filter(it -> !isTick(it)))
                .as("nothing that was sent is missing")
                .hasSize(sent);
        assertThat(world.seen(Topic.REFUSED_RECORDS)).isEmpty();
        AuditReport report = judge();
        assertThat(report.first()).isEmpty();
        assertThat(report.figures())
                .filteredOn(figure -> figure.judged() != Judged.REFUSED_RECORDS)
                .allSatisfy(
                        figure -> assertThat(figure.total()).as("%s", figure).isPositive())
                .allSatisfy(
                        figure -> assertThat(figure.faults()).as("%s", figure).isZero());
        return happened();
    }

    private AuditReport judge() {
        ReservationSettings usual = ReservationSettings.DEFAULT;
        var settings = new DecisionSettings(
                world.partitions(),
                ConversationSettings.DEFAULT,
                new ReservationSettings(
                        hold, usual.max(), usual.maxTotal(), usual.closedRetention(), usual.bookingRetention()));
        try (Admin admin = Broker.admin()) {
            return new Audit(admin, Broker::reader, world.topics(), settings, () -> false)
                    .judge(world.processed())
                    .orElseThrow();
        }
    }

    /** Requests by type and code, and what ended by itself. */
    private Map<String, Integer> happened() {
        Map<String, Integer> count = new TreeMap<>();
        for (Seen seen : world.seen()) {
            String what = seen.topic() == Topic.REQUEST_OUTCOMES ? answered(seen.value()) : ended(seen);
            count.merge(what, 1, Integer::sum);
        }
        return count;
    }

    private static String answered(JsonNode outcome) {
        JsonNode code = outcome.get("code");
        return outcome.get("request_type").textValue() + " "
                + (code.isNull() ? outcome.get("status") : code).textValue();
    }

    private static String ended(Seen snapshot) {
        return snapshot.isTombstone()
                ? "forgotten"
                : snapshot.value().at("/cause/type").textValue();
    }

    private static boolean isTick(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8).equals("{\"type\":\"tick\"}");
    }

    /** Those in which a reservation was asked for. */
    Set<Integer> reservationPartitions() {
        return world.log(Topic.RESERVATION_REQUESTS).stream()
                .map(record -> record.partition())
                .collect(Collectors.toSet());
    }
}
