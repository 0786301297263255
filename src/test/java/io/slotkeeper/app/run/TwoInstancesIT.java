package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.testing.TestProgram.Seen;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two processes share the partitions, and each goes on where the other ended. */
@Tag("timing")
@Execution(ExecutionMode.CONCURRENT)
final class TwoInstancesIT {

    private static final int PARTITIONS = 4;
    private static final Duration HOLD = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** "Hands over in seconds": before the session of one that says nothing would have timed out. */
    private static final Duration HANDED_OVER_WITHIN = Duration.ofSeconds(6);
    /** Session time-out + 5 s. */
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(6 + 5);

    private static final Set<String> TASKS = Stream.of("0_", "1_")
            .flatMap(topology -> IntStream.range(0, PARTITIONS).mapToObj(partition -> topology + partition))
            .collect(Collectors.toCollection(TreeSet::new));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void one_takes_over_when_the_other_stops_or_is_killed_and_nothing_is_decided_twice() throws Exception {
        try (TestProgram world = TestProgram.of(TwoInstancesIT.class, "two", PARTITIONS);
                Admin admin = Broker.admin();
                SteadyLoad load = new SteadyLoad(world, 7).start();
                TestInstance first = start(world, "first").awaitReady()) {
            try (TestInstance second = start(world, "second").awaitReady()) {
                awaitShared(world, first, second);
                // The second never was alone, so it has the state of the other's partitions as a standby.
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(stateOf(world, "second")).isEqualTo(TASKS));
                var asked = ends(admin, world);
                long stopped = System.nanoTime();
                second.terminate();
                assertThat(answered("stopped", world, asked, stopped))
                        .as("%s and %s", first, second)
                        .isLessThan(HANDED_OVER_WITHIN);
                assertThat(second.exitStatus(Duration.ofSeconds(30)))
                        .as("%s", second)
                        .isZero();
                assertThat(world.owned().keySet()).containsExactly("first");
            }
            try (TestInstance second = start(world, "second").awaitReady()) {
                awaitShared(world, first, second);
                var asked = ends(admin, world);
                long killed = System.nanoTime();
                first.kill();
                assertThat(answered("killed", world, asked, killed))
                        .as("%s", second)
                        .isLessThan(TAKEN_OVER_WITHIN);
                load.stop();
                var audit = new AuditedLoad(world, HOLD);
                audit.awaitQuiet(load.sent());
                second.terminate();
                assertThat(second.exitStatus(Duration.ofSeconds(30)))
                        .as("%s", second)
                        .isZero();
                assertThat(audit.check(load.sent()))
                        .containsKeys(
                                "reserve_slot accepted",
                                "book_slot accepted",
                                "reservation_expired",
                                "selection_expired");
            }
        }
    }

    private TestInstance start(TestProgram world, String name) throws IOException {
        return TestInstance.start(
                world.topics(),
                Files.createDirectories(folder.resolve(name)),
                Map.of("reservation.default", HOLD.toSeconds() + "s", "kafka.client.id", name));
    }

    /** Waits until each has half of the partitions, and the other half as a standby. */
    private static void awaitShared(TestProgram world, TestInstance first, TestInstance second) {
        world.awaitShared("first", "second");
        first.awaitReady();
        second.awaitReady();
    }

    /** The tasks for which an instance has state, active or standby. */
    private Set<String> stateOf(TestProgram world, String name) {
        Path application =
                TestInstance.state(folder.resolve(name)).resolve(world.topics().applicationId());
        try (Stream<Path> tasks = Files.list(application)) {
            return tasks.filter(task -> Files.isDirectory(task.resolve("rocksdb")))
                    .map(task -> task.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, TestProgram world) throws Exception {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        for (Topic input : Topic.inputs()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                wanted.put(new TopicPartition(world.topics().name(input), partition), OffsetSpec.latest());
            }
        }
        var ends = new HashMap<TopicPartition, Long>();
        admin.listOffsets(wanted).all().get().forEach((at, end) -> ends.put(at, end.offset()));
        return ends;
    }

    /** How long after a moment a request was answered in every partition that came after it. */
    private static Duration answered(String what, TestProgram world, Map<TopicPartition, Long> ends, long since) {
        Map<TopicPartition, Long> millis = new HashMap<>();
        var looked = new AtomicInteger(world.look().size());
        await().alias("an answer of " + ends.keySet() + " after it was " + what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    List<Seen> seen = world.look();
                    long now = (System.nanoTime() - since) / 1_000_000;
                    seen.subList(looked.getAndSet(seen.size()), seen.size()).stream()
                            .filter(it -> it.topic() == Topic.REQUEST_OUTCOMES)
                            .map(it -> it.value().get("source"))
                            .flatMap(source -> after(ends, source))
                            .forEach(at -> millis.putIfAbsent(at, now));
                    return millis.keySet().equals(ends.keySet());
                });
        System.out.println(what + ": answered after, in ms, " + new TreeSet<>(millis.values()));
        return Duration.ofMillis(
                millis.values().stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    /** The partition of a request, if it came after the end as it was. */
    private static Stream<TopicPartition> after(Map<TopicPartition, Long> ends, JsonNode source) {
        return ends.keySet().stream()
                .filter(at -> at.topic().endsWith(source.get("topic").textValue()))
                .filter(at -> at.partition() == source.get("partition").intValue())
                .filter(at -> ends.getOrDefault(at, 0L) <= source.get("offset").longValue());
    }
}
