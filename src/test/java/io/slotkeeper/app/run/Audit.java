package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.oracle.CommittedLogs;
import io.slotkeeper.oracle.OracleSettings;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.testing.TestProgram.Seen;
import io.slotkeeper.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Judges all that was committed by the oracle, record by record, after the requests of a {@link SteadyLoad}. */
final class Audit {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestProgram world;
    private final Duration hold;

    /** @param hold what {@code reservation.default} is */
    Audit(TestProgram world, Duration hold) {
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
     * Fails at the first record that was not answered and announced as the oracle says.
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
        OracleSettings usual = OracleSettings.defaults(world.partitions());
        return CommittedLogs.judge(
                world,
                new OracleSettings(
                        usual.partitions(),
                        usual.conversationRetention(),
                        usual.maxParticipants(),
                        hold,
                        usual.maxHold(),
                        usual.maxTotalHold(),
                        usual.closedRetention(),
                        usual.bookingRetention()));
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
