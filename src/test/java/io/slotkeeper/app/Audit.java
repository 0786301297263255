package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.stream.Topic;
import io.slotkeeper.testing.World;
import io.slotkeeper.testing.World.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides everything that was committed once more by naive models, record by record, after the requests of a {@link Load}. */
final class Audit {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final Duration hold;

    /** @param hold what {@code reservation.default} is */
    Audit(World world, Duration hold) {
        this.world = world;
        this.hold = hold;
    }

    /** Waits until every request is answered, and nothing is held or selected any longer that ends by itself. */
    void awaitQuiet(int sent) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            assertThat(outcomes()).as("outcomes").isEqualTo(sent);
            assertThat(pending()).as("to be announced").isEmpty();
        });
    }

    private long outcomes() {
        return world.look().stream()
                .filter(it -> it.topic() == Topic.REQUEST_OUTCOMES)
                .count();
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
     * Fails at the first record that has not exactly one outcome, that of the model, or was not announced as it has to
     * be.
     *
     * @return how often each thing happened
     */
    Map<String, Integer> check(int sent) {
        var logs = new Logs(world);
        List<Logs.Entry> reservations = logs.of(Topic.RESERVATION_REQUESTS, Topic.RESERVATION_SNAPSHOTS);
        List<Logs.Entry> conversations = logs.of(Topic.SELECTION_REQUESTS, Topic.CONVERSATION_SNAPSHOTS);
        assertThat(Stream.of(reservations, conversations).flatMap(List::stream).filter(it -> !it.isTick()))
                .as("nothing that was sent is missing")
                .hasSize(sent);
        assertThat(world.seen(Topic.REFUSED_RECORDS)).isEmpty();

        var reservationOracle = new ReservationOracle(hold);
        reservationOracle.check(reservations);
        var conversationOracle = new ConversationOracle();
        conversationOracle.check(conversations, Instant.now());

        var count = new TreeMap<>(reservationOracle.count());
        count.putAll(conversationOracle.count());
        return count;
    }

    /** Those in which a reservation was asked for. */
    Set<Integer> reservationPartitions() {
        return world.log(Topic.RESERVATION_REQUESTS).stream()
                .map(record -> record.partition())
                .collect(Collectors.toSet());
    }
}
