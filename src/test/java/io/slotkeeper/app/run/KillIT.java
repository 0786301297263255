package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The processor is killed again and again while requests come in, with its state kept or deleted; then everything that
 * was committed is decided once more by naive models, record by record. How often is the system property {@code
 * slotkeeper.kills}, and {@code slotkeeper.seed} repeats the requests and the moments.
 */
@Execution(ExecutionMode.CONCURRENT)
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
        try (TestProgram world = TestProgram.of(KillIT.class, "kill", PARTITIONS);
                SteadyLoad load = new SteadyLoad(world, seed).start()) {
            for (int kill = 0; kill < kills; kill++) {
                try (TestInstance instance = TestInstance.start(world.topics(), folder, SETTINGS)) {
                    awaitMoment(instance, world, kill, random);
                    instance.kill();
                }
                if (random.nextBoolean()) {
                    delete(TestInstance.state(folder));
                }
            }
            try (TestInstance last =
                    TestInstance.start(world.topics(), folder, SETTINGS).awaitReady()) {
                load.stop();
                new AuditedLoad(world, HOLD).awaitQuiet(load.sent());
                last.terminate();
                assertThat(last.exitStatus(Duration.ofSeconds(30)))
                        .as("%s", last)
                        .isZero();
            }
            check(world, load);
        }
    }

    /** Mostly some outcomes after it is ready; each third time before that, while it joins, restores or commits. */
    private static void awaitMoment(TestInstance instance, TestProgram world, int kill, Random random) {
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
    private static void awaitOutcomes(TestProgram world, int more) {
        long enough = world.outcomes() + more;
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> world.outcomes() >= enough);
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

    private static void check(TestProgram world, SteadyLoad load) {
        var audit = new AuditedLoad(world, HOLD);
        Map<String, Integer> count = audit.check(load.sent());
        System.out.println("decided: " + count);
        assertThat(count.keySet())
                .as("all of this has happened")
                .contains(
                        "book_slot accepted",
                        "book_slot repeated",
                        "book_slot reservation_expired",
                        "cancel_conversation accepted",
                        "conversation_expired",
                        "reservation_expired",
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
        assertThat(audit.reservationPartitions())
                .as("partitions with reservations")
                .hasSize(PARTITIONS);
    }
}
