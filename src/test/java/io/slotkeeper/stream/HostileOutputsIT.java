package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What somebody else wrote to topics that nobody but the program writes (docs/spec/faults.md#hostile-outputs): it is
 * passed over by everything that reads it.
 */
final class HostileOutputsIT {

    private static final int PARTITIONS = 2;

    /** Values; each also as a key. */
    private static final List<byte[]> HOSTILE = List.of(
            new byte[0],
            new byte[] {0},
            bytes("no JSON"),
            bytes("[]"),
            bytes("{}"),
            bytes(
                    "{\"request_id\":\"x\",\"source\":{\"topic\":\"reservation-requests\",\"partition\":1.5,\"offset\":0}}"),
            bytes("{\"request_id\":\"x\",\"source\":{\"topic\":7,\"partition\":\"1\",\"offset\":1e400}}"),
            bytes("{\"request_id\":[],\"source\":\"here\",\"status\":{},\"at\":\"soon\",\"revision\":-1}"),
            bytes("{\"a\":" + "[".repeat(10_000)),
            new byte[] {(byte) 0xC3, 1, 2, 3, 4, 5, 6, 7, 8},
            Arrays.copyOf(new byte[] {(byte) 0xC3, 1}, 12),
            new byte[] {(byte) 0xC3, 1, (byte) 0xff, (byte) 0xff, 1, 1, 1, 1, 1, 1, (byte) 0xff},
            new byte[100_000]);

    /** Without those that claim a schema which this program doesn't know: that is the state of a newer version. */
    private static final List<byte[]> IN_STATE = HOSTILE.stream()
            .filter(value -> value.length < 10 || value[0] != (byte) 0xC3)
            .toList();

    private static byte[] bytes(String text) {
        return TestProgram.bytes(text);
    }

    private static void write(TestProgram world, String topic, List<byte[]> values) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (byte[] hostile : values) {
                post(world, topic, partition, bytes("1"), hostile);
                post(world, topic, partition, hostile, hostile);
            }
        }
        world.flush();
    }

    private static void post(
            TestProgram world, String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
        world.post(new ProducerRecord<>(topic, partition, key, value));
    }

    private static CommandRun run(TestProgram world, String... command) {
        return CommandRun.command(
                Map.of(
                        "SLOTKEEPER_BOOTSTRAP", Broker.bootstrap(),
                        "SLOTKEEPER_PREFIX", world.topics().prefix()),
                "",
                command);
    }

    @Test
    void outputs_that_nobody_of_ours_wrote_stop_no_command() {
        try (TestProgram world = TestProgram.of(HostileOutputsIT.class, "outputs", PARTITIONS)) {
            world.start();
            world.ask(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}");
            for (Topic output : Topic.values()) {
                if (!Topic.inputs().contains(output)) {
                    write(world, world.topics().name(output), HOSTILE);
                }
            }
            world.stop();

            for (String what : List.of("conversations", "reservations", "outcomes", "refused")) {
                CommandRun watched = run(world, "watch", what, "--from-beginning", "--until-end");
                assertThat(watched.status()).as("%s", watched.err()).isZero();
                assertThat(watched.err()).noneMatch(line -> line.contains("Exception"));
            }
            for (List<String> judge : List.of(List.of("audit"), List.of("replay", "--verify"))) {
                CommandRun judged = run(world, judge.toArray(String[]::new));
                assertThat(judged.status())
                        .as("somebody else's records are found")
                        .isEqualTo(1);
                assertThat(judged.err()).as("%s", judge).noneMatch(line -> line.contains("Exception"));
                assertThat(judged.out()).isNotEmpty();
            }
        }
    }

    @Test
    void state_that_nobody_of_ours_wrote_stops_no_partition() {
        try (TestProgram world = TestProgram.of(HostileOutputsIT.class, "state", PARTITIONS)) {
            world.start();
            for (String key : List.of("1", "2", "3", "4")) {
                world.ask(Topic.RESERVATION_REQUESTS, key, "{'type':'define_event_type','length_minutes':60}");
            }
            world.stop();
            for (String store : StoreNames.ALL) {
                write(world, world.topics().applicationId() + "-" + store + "-changelog", IN_STATE);
            }
            for (String meta : StoreNames.OF_META) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    post(
                            world,
                            world.topics().applicationId() + "-" + meta + "-changelog",
                            partition,
                            bytes("meta"),
                            bytes("what is this"));
                }
            }
            world.flush();
            world.start();
            assertThat(world.streams().state()).isEqualTo(KafkaStreams.State.RUNNING);
            for (String key : List.of("2", "3", "4")) {
                JsonNode outcome = world.ask(
                        Topic.RESERVATION_REQUESTS,
                        key,
                        "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T10:00:00Z'}");
                assertThat(outcome.get("status").textValue()).as("%s", outcome).isEqualTo("accepted");
            }
            JsonNode destroyed = world.ask(
                    Topic.RESERVATION_REQUESTS,
                    "1",
                    "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T10:00:00Z'}");
            assertThat(destroyed.get("code").textValue())
                    .as("its own state was written over")
                    .isEqualTo("internal_error");
            assertThat(world.meters()
                            .get("slotkeeper.state.unreadable")
                            .counter()
                            .count())
                    .isPositive();
        }
    }
}
