package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.stream.Topic;
import io.slotkeeper.testing.Instance;
import io.slotkeeper.testing.World;
import io.slotkeeper.testing.World.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor is killed again and again while requests come in, with its state kept or deleted; then everything that
 * was committed is decided once more by naive models, record by record. How often is the system property {@code
 * slotkeeper.kills}, and {@code slotkeeper.seed} repeats the requests and the moments.
 */
final class KillIT {

    private static final int PARTITIONS = 4;
    private static final Duration HOLD = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Five seconds of load. */
    private static final int MOST_OUTCOMES = 600;

    private static final Map<String, String> SETTINGS = Map.of("reservation.default", HOLD.toSeconds() + "s");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void after_kills_at_any_moment_every_record_was_decided_once_and_every_deadline_announced_once() throws Exception {
        int kills = Integer.getInteger("slotkeeper.kills", 5);
        long seed = Long.getLong("slotkeeper.seed", System.nanoTime());
        System.out.println("kills: " + kills + ", seed: " + seed);
        var random = new Random(seed);
        try (World world = World.of(KillIT.class, "kill", PARTITIONS);
                Load load = new Load(world, seed).start()) {
            for (int kill = 0; kill < kills; kill++) {
                try (Instance instance = Instance.start(world.topics(), folder, SETTINGS)) {
                    awaitMoment(instance, world, kill, random);
                    instance.kill();
                }
                if (random.nextBoolean()) {
                    delete(Instance.state(folder));
                }
            }
            try (Instance last =
                    Instance.start(world.topics(), folder, SETTINGS).awaitReady()) {
                load.stop();
                awaitQuiet(world, load);
                last.terminate();
                assertThat(last.exitStatus(Duration.ofSeconds(30)))
                        .as("%s", last)
                        .isZero();
            }
            check(world, load);
        }
    }

    /** Mostly some outcomes after it is ready; each third time before that, while it joins, restores or commits. */
    private static void awaitMoment(Instance instance, World world, int kill, Random random) {
        if (kill % 3 == 2) {
            instance.awaitLive();
            if (random.nextBoolean()) {
                awaitOutcomes(world, 1 + random.nextInt(20));
            }
        } else {
            instance.awaitReady();
            awaitOutcomes(world, 1 + random.nextInt(MOST_OUTCOMES));
        }
    }

    /** So many more than there are now. */
    private static void awaitOutcomes(World world, int more) {
        long enough = outcomes(world) + more;
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> outcomes(world) >= enough);
    }

    private static long outcomes(World world) {
        return world.look().stream()
                .filter(it -> it.topic() == Topic.REQUEST_OUTCOMES)
                .count();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Every request is answered, and nothing is held or selected any longer that ends by itself. */
    private static void awaitQuiet(World world, Load load) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            assertThat(outcomes(world)).as("outcomes").isEqualTo(load.sent());
            assertThat(pending(world)).as("to be announced").isEmpty();
        });
    }

    /** Each thing's last snapshot, where another one is to follow. */
    private static Map<String, JsonNode> pending(World world) {
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

    private static void check(World world, Load load) {
        var logs = new Logs(world);
        List<Logs.Entry> reservations = logs.of(Topic.RESERVATION_REQUESTS, Topic.RESERVATION_SNAPSHOTS);
        List<Logs.Entry> conversations = logs.of(Topic.SELECTION_REQUESTS, Topic.CONVERSATION_SNAPSHOTS);
        assertThat(Stream.of(reservations, conversations).flatMap(List::stream).filter(it -> !it.isTick()))
                .as("nothing that was sent is missing")
                .hasSize(load.sent());
        assertThat(world.seen(Topic.REFUSED_RECORDS)).isEmpty();

        var reservationOracle = new ReservationOracle(HOLD);
        reservationOracle.check(reservations);
        var conversationOracle = new ConversationOracle();
        conversationOracle.check(conversations, Instant.now());

        var count = new TreeMap<>(reservationOracle.count());
        count.putAll(conversationOracle.count());
        System.out.println("decided: " + count);
        assertThat(count.keySet())
                .as("all of this has happened")
                .contains(
                        "book_slot accepted",
                        "book_slot repeated",
                        "book_slot reservation_expired",
                        "cancel_conversation accepted",
                        "conversation_expired",
                        "expired",
                        "release_reservation accepted",
                        "reserve_slot accepted",
                        "reserve_slot already_reserved",
                        "reserve_slot repeated",
                        "reserve_slot reservation_uid_in_use",
                        "select_slots accepted",
                        "selection_expired",
                        "update_reservation accepted",
                        "update_reservation reservation_not_found",
                        "withdraw_selection accepted");
        assertThat(reservations.stream()
                        .map(it -> it.name().replaceFirst("-[0-9]+$", ""))
                        .distinct())
                .as("partitions with reservations")
                .hasSize(PARTITIONS);
    }
}
