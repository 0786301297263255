package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.warmup.WarmUp;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class WarmUpIT {

    private static final int PARTITIONS = 2;
    private static final String RESERVATION = "{\"eventTypeId\":1,\"slotStart\":\"2050-09-05T10:00:00Z\"}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void an_instance_that_warms_up_refuses_clients_until_it_is_ready_and_has_written_nothing() {
        try (TestProgram world = TestProgram.of(WarmUpIT.class, "ready", PARTITIONS);
                TestInstance instance = TestInstance.start(world.topics(), folder, Map.of("warm-up", "3s"))) {
            instance.awaitLive();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> instance.err().stream().anyMatch(line -> line.startsWith("processing")));
            HttpAnswer early = instance.http().post("/v2/slots/reservations", RESERVATION);
            assertThat(early.status()).isEqualTo(503);
            assertThat(instance.err()).doesNotContain("ready");
            instance.awaitReady();
            await().atMost(Duration.ofSeconds(5)).until(() -> instance.err().contains("ready"));
            assertThat(instance.err())
                    .anyMatch(line -> line.contains("WarmUp") && line.contains("warm as it gets after"))
                    .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
            assertThat(records(world)).isZero();
            // No event type is defined, which only the log knows.
            assertThat(instance.http()
                            .post("/v2/slots/reservations", RESERVATION)
                            .status())
                    .isEqualTo(404);
        }
    }

    /** Without any cluster. What a client can't be answered well by would warm up nothing. */
    @Test
    void the_rehearsal_answers_as_usual_and_leaves_nothing() {
        Config config = ConfigSources.read(
                Map.of("state-dir", folder.toString(), "warm-up", "40s"), Map.of(), Optional.empty());
        try (WarmUp warmUp = Service.warmUp(config)) {
            assertThat(warmUp.done().join()).contains(200, 201, 400, 422).allMatch(status -> status < 500);
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Of all topics. */
    private static long records(TestProgram world) {
        List<TopicPartition> all = Stream.of(Topic.values())
                .flatMap(topic -> IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(world.topics().name(topic), partition)))
                .toList();
        try (Consumer<byte[], byte[]> reader = Broker.reader()) {
            return reader.endOffsets(all).values().stream().mapToLong(it -> it).sum();
        }
    }
}
