package io.slotkeeper.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.state.MetaState;
import io.slotkeeper.store.Meta;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * {@code replay} on a log with a bit of everything. The tests follow each other: the last ones damage what the first
 * ones find identical.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the log of ReplayIT")
final class ReplayIT {

    private static final int PARTITIONS = 3;
    private static final int RECORDS = 4_000;

    /** So short that the log sees the end of holds and of what is remembered of them. */
    private static final ReservationSettings SETTINGS = new ReservationSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    private static TestProgram world = unset();

    private static TestProgram unset() {
        return TestProgram.of(ReplayIT.class, "log", PARTITIONS, SETTINGS);
    }

    @BeforeAll
    static void process() {
        world.start();
        RandomRequests.fill(world, 1, RECORDS);
        // Until the last hold has expired and the last closed one is forgotten.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> world.look().stream()
                                        .filter(TestProgram.Seen::isTombstone)
                                        .count()
                                > 500
                        && open(world).isEmpty());
    }

    private static Map<String, String> open(TestProgram world) {
        var open = new java.util.TreeMap<String, String>();
        for (TestProgram.Seen it : world.look()) {
            if (it.topic() == Topic.RESERVATION_SNAPSHOTS) {
                open.remove(it.key());
                if (!it.isTombstone() && !it.value().get("status").textValue().equals("booked")) {
                    open.put(String.valueOf(it.key()), "open");
                }
            }
        }
        return open;
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static CommandRun replay(Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                "--bootstrap",
                Broker.bootstrap(),
                "--prefix",
                world.topics().prefix()));
        arguments.addAll(List.of(more));
        return CommandRun.command(environment, "", arguments.toArray(String[]::new));
    }

    private static CommandRun verify() {
        return replay(Map.of(), "--verify");
    }

    private static JsonNode last(CommandRun ran) {
        return TestProgram.json(ran.out().get(ran.out().size() - 1));
    }

    private static long sum(CommandRun ran, Topic output, String field) {
        return ran.out().stream()
                .map(TestProgram::json)
                .filter(line -> line.path("output").asText().equals(output.logicalName()))
                .mapToLong(line -> line.get(field).longValue())
                .sum();
    }

    @Test
    @Order(1)
    void what_was_processed_is_identical_while_the_application_runs_and_after() {
        CommandRun running = verify();
        assertThat(running.status()).as("%s", running.err()).isZero();
        assertThat(last(running).get("result").textValue()).isEqualTo("identical");
        world.stop();
        CommandRun stopped = verify();
        assertThat(stopped.status()).as("%s", stopped.err()).isZero();
        assertThat(stopped.out()).hasSize(2 * PARTITIONS * 4 + 1);
        long answers = sum(stopped, Topic.REQUEST_OUTCOMES, "emitted")
                + sum(stopped, Topic.EDGE_OUTCOMES, "emitted")
                + sum(stopped, Topic.REFUSED_RECORDS, "emitted");
        assertThat(answers).as("one answer to each record but ticks").isEqualTo(RECORDS);
        for (Topic output : Topic.values()) {
            if (output.role() == Topic.Role.OUTPUT) {
                assertThat(sum(stopped, output, "emitted")).as("%s", output).isPositive();
                // Nothing is compacted or deleted within seconds.
                assertThat(sum(stopped, output, "still_there"))
                        .as("%s", output)
                        .isEqualTo(sum(stopped, output, "emitted"))
                        .isEqualTo(world.log(output).size());
            }
        }
    }

    @Test
    @Order(2)
    void outputs_in_the_other_format_are_compared_by_what_they_say() {
        CommandRun ran = replay(Map.of("SLOTKEEPER_OUTPUT_FORMAT", "json"), "--verify");
        assertThat(ran.status()).as("%s", ran.err()).isZero();
        assertThat(last(ran).get("result").textValue()).isEqualTo("identical");
    }

    @Test
    @Order(3)
    void settings_other_than_the_recorded_ones_are_refused() {
        CommandRun ran = replay(Map.of("SLOTKEEPER_RESERVATION_DEFAULT", "4s"), "--verify");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .singleElement()
                .asString()
                .contains("reservation.default is PT4S, but the state was made with PT1S");
    }

    @Test
    @Order(4)
    void the_life_of_a_reservation_and_the_state_at_any_time() {
        List<ConsumerRecord<byte[], byte[]>> snapshots = world.log(Topic.RESERVATION_SNAPSHOTS);
        String key = new String(snapshots.get(0).key(), java.nio.charset.StandardCharsets.UTF_8);
        List<JsonNode> life = replay(Map.of(), "--key", key).out().stream()
                .map(TestProgram::json)
                .toList();
        List<JsonNode> told = new ArrayList<>();
        life.forEach(step -> step.get("emitted").forEach(it -> {
            if (it.get("topic").textValue().equals("reservation-snapshots")) {
                assertThat(it.get("key").textValue()).isEqualTo(key);
                told.add(it.get("value"));
            }
        }));
        List<JsonNode> seen = world.look().stream()
                .filter(it -> it.topic() == Topic.RESERVATION_SNAPSHOTS && key.equals(it.key()))
                .map(it -> it.isTombstone() ? TestProgram.json("null") : it.value())
                .toList();
        assertThat(told).isNotEmpty().isEqualTo(seen);
        JsonNode first = life.get(0);
        assertThat(first.get("request").get("type").textValue()).isIn("reserve_slot", "define_event_type");

        CommandRun then = replay(
                Map.of(),
                "--key",
                key,
                "--until",
                seen.get(0).get("cause").get("offset").asText());
        assertThat(then.out())
                .singleElement()
                .satisfies(
                        line -> assertThat(TestProgram.json(line).get("value")).isEqualTo(seen.get(0)));
        CommandRun before = replay(Map.of(), "--key", key, "--until", "1970-01-01T00:00:00Z");
        assertThat(before.out()).isEmpty();
        assertThat(before.status()).isZero();
    }

    @Test
    @Order(5)
    void wrong_use_is_said() {
        assertThat(replay(Map.of(), "--until", "12").err())
                .singleElement()
                .asString()
                .contains("it needs --key");
        assertThat(replay(Map.of(), "--until", "soon").status()).isEqualTo(2);
        assertThat(replay(Map.of(), "--key", "a b").status()).isEqualTo(2);
        assertThat(replay(Map.of(), "--verify", "--key", "1").status()).isEqualTo(2);
    }

    @Test
    @Order(6)
    void outcomes_that_their_retention_has_deleted_are_not_missed() throws Exception {
        var partition = new TopicPartition(world.topics().name(Topic.REQUEST_OUTCOMES), 0);
        try (Admin admin = Broker.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(200)))
                    .all()
                    .get();
        }
        CommandRun ran = verify();
        assertThat(ran.status()).as("%s", ran.err()).isZero();
        assertThat(sum(ran, Topic.REQUEST_OUTCOMES, "still_there"))
                .isLessThan(sum(ran, Topic.REQUEST_OUTCOMES, "emitted"))
                .isEqualTo(world.log(Topic.REQUEST_OUTCOMES).size());
    }

    private static void forge(Topic topic, int partition, byte[] key, byte[] value, long timestamp) {
        world.send(new ProducerRecord<>(world.topics().name(topic), partition, timestamp, key, value));
    }

    @Test
    @Order(7)
    void a_record_that_nothing_gave_is_shown() {
        ConsumerRecord<byte[], byte[]> real = world.log(Topic.RESERVATION_SNAPSHOTS).stream()
                .filter(it -> it.value() != null && it.partition() == 2)
                .findFirst()
                .orElseThrow();
        forge(Topic.RESERVATION_SNAPSHOTS, 2, real.key(), real.value(), real.timestamp());
        CommandRun ran = verify();
        assertThat(ran.status()).isEqualTo(1);
        JsonNode different = last(ran);
        assertThat(different.get("result").textValue()).isEqualTo("different");
        assertThat(different.get("topic").textValue()).isEqualTo("reservation-snapshots");
        assertThat(different.get("partition").intValue()).isEqualTo(2);
        assertThat(different.get("expected").isNull()).isTrue();
        assertThat(different.get("found").get("value").get("status").textValue())
                .isEqualTo("held");
        assertThat(ran.err()).singleElement().asString().startsWith("slotkeeper: different: reservation-snapshots");
    }

    @Test
    @Order(8)
    void an_output_in_a_form_that_only_a_newer_version_knows_is_never_identical() {
        ConsumerRecord<byte[], byte[]> real = world.log(Topic.REQUEST_OUTCOMES).get(0);
        byte[] newer = real.value().clone();
        newer[4] ^= 1;
        forge(Topic.REQUEST_OUTCOMES, 0, real.key(), newer, real.timestamp());
        CommandRun ran = verify();
        assertThat(ran.status()).isEqualTo(1);
        assertThat(last(ran).toString()).contains("a value in a form that this version doesn't know");
    }

    @Test
    @Order(9)
    void a_log_that_lost_its_beginning_is_not_replayed() throws Exception {
        var partition = new TopicPartition(world.topics().name(Topic.RESERVATION_REQUESTS), 1);
        try (Admin admin = Broker.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get();
        }
        for (CommandRun ran : List.of(verify(), replay(Map.of(), "--until", "2100-01-01T00:00:00Z"))) {
            assertThat(ran.status()).isEqualTo(1);
            assertThat(ran.err()).singleElement().asString().contains(partition + " begins at offset 10");
        }
    }

    @Test
    @Order(10)
    void state_that_a_newer_version_made_is_not_replayed() {
        var newer = new MetaState(Meta.FORMAT + 1, PARTITIONS, List.of());
        world.send(new ProducerRecord<>(
                world.topics().applicationId() + "-" + StoreNames.RESERVATION_META + "-changelog",
                0,
                TestProgram.bytes("meta"),
                bytes(newer)));
        CommandRun ran = verify();
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).singleElement().asString().contains("written by a newer version");
    }

    private static byte[] bytes(MetaState state) {
        try {
            return state.toByteBuffer().array();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
