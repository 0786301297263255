package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGTERM, whenever it comes, ends the process within 30 s (docs/spec/cli.md), with exit status 0 and without
 * trouble.
 */
@Execution(ExecutionMode.CONCURRENT)
final class StopIT {

    private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void while_it_waits_for_an_answer_of_the_cluster() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Program program = Program.start(
                        folder, "run", "--http-port", "0", "--bootstrap", "127.0.0.1:" + silent.getLocalPort())) {
            await().atMost(PATIENCE).until(() -> !program.err().isEmpty());
            program.terminate();
            assertThat(program.exitStatus(ENDED_WITHIN)).as("%s", program).isZero();
            assertThat(program.err()).hasSize(2);
        }
    }

    @Test
    void while_it_looks_at_the_topics() {
        try (TestProgram world = TestProgram.of(StopIT.class, "looks", 2);
                TestInstance instance = TestInstance.start(world.topics(), folder, Map.of())) {
            awaitLine(instance, "HTTP on 127.0.0.1, port ");
            instance.terminate();
            assertEnded(instance);
        }
    }

    @Test
    void while_it_joins_the_group() {
        try (TestProgram world = TestProgram.of(StopIT.class, "joins", 2);
                TestInstance instance = TestInstance.start(world.topics(), folder, Map.of())) {
            awaitLine(instance, "processing ");
            instance.terminate();
            assertEnded(instance);
        }
    }

    @Test
    void once_more_while_it_is_ending() {
        try (TestProgram world = TestProgram.of(StopIT.class, "twice", 2);
                TestInstance instance =
                        TestInstance.start(world.topics(), folder, Map.of()).awaitReady()) {
            instance.terminate();
            instance.terminate();
            assertEnded(instance);
        }
    }

    private static void awaitLine(TestInstance instance, String beginning) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() ->
                        assertThat(instance.err()).as("%s", instance).anyMatch(line -> line.startsWith(beginning)));
    }

    private static void assertEnded(TestInstance instance) {
        assertThat(instance.exitStatus(ENDED_WITHIN)).as("%s", instance).isZero();
        assertThat(instance.err())
                .as("%s", instance)
                .noneMatch(line -> line.contains("ERROR") || line.contains("WARN") || line.contains("Exception"));
        assertThat(instance.out()).isEmpty();
    }
}
