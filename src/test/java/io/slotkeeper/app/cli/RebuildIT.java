package io.slotkeeper.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.cluster.ConsumerGroup;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One recorded log, ticks included, processed again and again under other conditions: what is emitted is the same to the
 * byte (docs/spec/log-time.md#replay). And what was rebuilt on the way is an application that goes on.
 */
@Execution(ExecutionMode.CONCURRENT)
final class RebuildIT {

    private static final int PARTITIONS = 4;

    /** The short form; more by {@code -Dslotkeeper.rebuild.records}. */
    private static final int RECORDS = Integer.getInteger("slotkeeper.rebuild.records", 5_000);

    private static final Duration PATIENCE = Duration.ofSeconds(Math.max(120, RECORDS / 500));

    private static final ReservationSettings SETTINGS = new ReservationSettings(
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));

    private static final Map<String, String> AS_CONFIGURED = Map.of(
            "reservation.default", "2s",
            "reservation.max", "1m",
            "reservation.max-total", "2m",
            "reservation.closed-retention", "2s",
            "booking.retention", "2s");

    @TempDir
    private Path folder = Path.of("");

    /** A way of processing that must not show. */
    private record Conditions(String name, int kills, List<String> jvm, List<String> settings) {}

    private static final List<Conditions> ALL = List.of(
            new Conditions(
                    "one-thread.",
                    1,
                    List.of("-Duser.timezone=Asia/Kathmandu", "-Duser.language=tr", "-Duser.country=TR"),
                    List.of("threads=1", "kafka.consumer.max.poll.records=1000")),
            new Conditions(
                    "many-threads.",
                    0,
                    List.of("-Duser.timezone=America/St_Johns", "-Duser.language=ar", "-Duser.country=EG"),
                    List.of("threads=6", "kafka.consumer.max.poll.records=50", "kafka.commit.interval.ms=1500")));

    @Test
    void the_same_log_gives_the_same_bytes_and_a_state_that_goes_on() throws Exception {
        try (TestProgram world = TestProgram.of(RebuildIT.class, "log", PARTITIONS, SETTINGS)) {
            world.start();
            RandomRequests.fill(world, 2, RECORDS);
            assertThat(rebuild(world, "running.").err())
                    .singleElement()
                    .asString()
                    .contains("the application " + world.topics().applicationId() + " is running");
            await().atMost(PATIENCE).until(() -> processed(world));
            world.stop();
            List<String> first = verified(world.topics());
            Map<TopicPartition, Long> ends = ends(world);

            long before = System.nanoTime();
            for (Conditions conditions : ALL) {
                TopicNames rebuilt = new TopicNames(
                        world.topics().prefix() + conditions.name(),
                        world.topics().prefix());
                createTopics(rebuilt);
                rebuild(rebuilt, conditions);
                System.out.printf(
                        "rebuilt %,d records, %s %,d ms after the start%n",
                        RECORDS, conditions.name(), (System.nanoTime() - before) / 1_000_000);
                assertThat(verified(rebuilt)).as("%s", conditions).isEqualTo(first);
                assertThat(ends(world)).as("nothing is sent to the inputs").isEqualTo(ends);
            }
            goesOn(
                    world,
                    new TopicNames(
                            world.topics().prefix() + ALL.get(0).name(),
                            world.topics().prefix()));
        }
    }

    /** Up to the last request; the deadlines that are still to come are nobody's business here. */
    private static boolean processed(TestProgram world) {
        try (Admin admin = Broker.admin()) {
            Map<TopicPartition, Long> committed =
                    new ConsumerGroup(admin, world.topics().applicationId()).committed();
            return ends(world).entrySet().stream()
                    .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue() - 50);
        }
    }

    private static Map<TopicPartition, Long> ends(TestProgram world) {
        List<TopicPartition> logs = new ArrayList<>();
        for (Topic input : Topic.inputs()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                logs.add(new TopicPartition(world.topics().name(input), partition));
            }
        }
        try (var reader = Broker.reader()) {
            return reader.endOffsets(logs);
        }
    }

    /** The lines of {@code replay --verify}, which must find both sides identical. */
    private static List<String> verified(TopicNames topics) {
        CommandRun ran = CommandRun.command(
                Map.of(),
                "",
                "replay",
                "--verify",
                "--bootstrap",
                Broker.bootstrap(),
                "--prefix",
                topics.prefix(),
                "--input-prefix",
                topics.inputPrefix());
        assertThat(ran.status()).as("%s %s", ran.out(), ran.err()).isZero();
        List<JsonNode> lines = ran.out().stream().map(TestProgram::json).toList();
        assertThat(lines.get(lines.size() - 1).get("result").textValue()).isEqualTo("identical");
        assertThat(lines.get(lines.size() - 1).get("records").intValue()).isGreaterThanOrEqualTo(RECORDS - 1_000);
        return ran.out();
    }

    private static void createTopics(TopicNames topics) {
        CommandRun ran = CommandRun.command(
                Map.of(),
                "",
                "topics",
                "--create",
                "--partitions",
                Integer.toString(PARTITIONS),
                "--bootstrap",
                Broker.bootstrap(),
                "--prefix",
                topics.prefix(),
                "--input-prefix",
                topics.inputPrefix());
        assertThat(ran.status()).as("%s", ran.err()).isZero();
    }

    private static CommandRun rebuild(TestProgram world, String prefix) {
        return CommandRun.command(
                Map.of(),
                "",
                "rebuild",
                "--bootstrap",
                Broker.bootstrap(),
                "--prefix",
                prefix,
                "--input-prefix",
                world.topics().prefix());
    }

    private void rebuild(TopicNames topics, Conditions conditions) throws IOException {
        Path own = Files.createDirectories(folder.resolve(conditions.name()));
        Path file = own.resolve("rebuild.properties");
        Files.write(
                file,
                Stream.concat(
                                Stream.of(
                                        "prefix=" + topics.prefix(),
                                        "input-prefix=" + topics.inputPrefix(),
                                        "bootstrap=" + Broker.bootstrap(),
                                        "state-dir=" + TestInstance.state(own)),
                                conditions.settings().stream())
                        .toList());
        List<String> command = List.of("rebuild", "--config", file.toString());
        for (int kill = 1; kill <= conditions.kills(); kill++) {
            try (Program killed = Program.start(own, conditions.jvm(), command)) {
                long some = (long) RECORDS * kill / (conditions.kills() + 2);
                await().atMost(PATIENCE).until(() -> !killed.isAlive() || committed(topics) >= some);
                assertThat(killed.isAlive()).as("%s", killed).isTrue();
                killed.kill();
            }
        }
        try (Program last = Program.start(own, conditions.jvm(), command)) {
            assertThat(last.exitStatus(PATIENCE)).as("%s", last).isZero();
            assertThat(last.err().get(last.err().size() - 1)).startsWith("rebuilt under " + topics.prefix());
        }
    }

    private static long committed(TopicNames topics) {
        try (Admin admin = Broker.admin()) {
            return new ConsumerGroup(admin, topics.applicationId())
                    .committed().values().stream().collect(Collectors.summingLong(offset -> offset));
        }
    }

    /** Requests that come now are decided upon what was rebuilt, and answered under the new prefix. */
    private void goesOn(TestProgram world, TopicNames rebuilt) throws IOException {
        Path own = folder.resolve(ALL.get(0).name());
        Map<String, String> settings = new java.util.TreeMap<>(AS_CONFIGURED);
        settings.put("input-prefix", rebuilt.inputPrefix());
        try (TestInstance instance = TestInstance.start(rebuilt, own, settings).awaitReady()) {
            var define = world.send(
                    Topic.RESERVATION_REQUESTS, "9", "{'type':'define_event_type','length_minutes':30,'version':7}");
            var again = world.send(
                    Topic.RESERVATION_REQUESTS, "9", "{'type':'define_event_type','length_minutes':30,'version':7}");
            var watched = new ArrayList<JsonNode>();
            await().atMost(PATIENCE).until(() -> {
                watched.clear();
                CommandRun.command(
                                Map.of(),
                                "",
                                "watch",
                                "outcomes",
                                "--from-beginning",
                                "--until-end",
                                "--key",
                                "9",
                                "--bootstrap",
                                Broker.bootstrap(),
                                "--prefix",
                                rebuilt.prefix())
                        .out()
                        .stream()
                        .map(line -> TestProgram.json(line).get("value"))
                        .filter(it -> it.at("/source/offset").longValue() >= define.offset())
                        .forEach(watched::add);
                return watched.size() >= 2;
            });
            assertThat(watched.get(0).get("code").isNull()).isTrue();
            assertThat(watched.get(1).at("/source/offset").longValue()).isEqualTo(again.offset());
            assertThat(watched.get(1).get("code").textValue()).isEqualTo("repeated");
            instance.terminate();
            assertThat(instance.exitStatus(Duration.ofSeconds(30)))
                    .as("%s", instance)
                    .isZero();
        }
        assertThat(verified(rebuilt)).isNotEmpty();
        assertThat(rebuild(world, rebuilt.prefix()).err())
                .as("what has gone on can't be rebuilt")
                .singleElement()
                .asString()
                .contains("beyond what is to be rebuilt");
    }
}
