package io.slotkeeper.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.TestProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code bench} in its shortest form: what it writes is complete, and nothing of it is left. What it measures is no matter. */
@Execution(ExecutionMode.CONCURRENT)
final class BenchIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_short_run_gives_a_table_results_and_a_page_and_leaves_nothing_behind() throws Exception {
        Path results = folder.resolve("results");
        try (Program bench = Program.start(
                folder,
                List.of(
                        "bench",
                        "--scenario",
                        "echo,reserve",
                        "--seconds",
                        "1",
                        "--rounds",
                        "1",
                        "--java-option",
                        "-XX:TieredStopAtLevel=1",
                        "--output",
                        results.toString()))) {
            assertThat(bench.exitStatus(PATIENCE)).as("%s", bench).isZero();
            assertThat(bench.out())
                    .anyMatch(line -> line.matches("scenario +figure +median +min +max +unit +target"))
                    .anyMatch(line -> line.matches("echo +echo +[0-9.,]+ +[0-9.,]+ +[0-9.,]+ +/s"))
                    .anyMatch(line -> line.matches("reserve +reserve ÷ echo .* ≥ 0.250 +(met|missed, .*)"))
                    .anyMatch(line -> line.matches("reserve +reserve granted +100 +100 +100 +% +≥ 100 +met"));
            assertThat(bench.temporaryFiles()).isEmpty();
            assertThat(bench.children()).isEmpty();
        }
        JsonNode json = TestProgram.json(Files.readString(results.resolve("results.json"), StandardCharsets.UTF_8));
        assertThat(json.at("/machine/jdk").asText()).isNotBlank();
        assertThat(json.at("/scenarios/1/conditions/settings").asText()).contains("threads 2", "partitions 8");
        assertThat(json.at("/scenarios/1/figures")).anySatisfy(figure -> {
            assertThat(figure.at("/name").asText()).isEqualTo("reserve ÷ echo");
            assertThat(figure.at("/values")).hasSize(1);
            assertThat(figure.at("/target/bound").asDouble()).isEqualTo(0.25);
            assertThat(figure.has("met")).isTrue();
        });
        assertThat(Files.readString(results.resolve("index.html"), StandardCharsets.UTF_8))
                .contains("<h2>reserve</h2>", "<svg", "</html>")
                .doesNotContain("src=", "href=");
    }

    @Test
    void a_signal_ends_it_and_all_that_it_started() throws Exception {
        try (Program bench = Program.start(folder, List.of("bench", "--scenario", "reserve", "--seconds", "1"))) {
            await().atMost(PATIENCE).until(() -> bench.err().stream().anyMatch(line -> line.contains("warming up")));
            List<ProcessHandle> started = bench.children();
            assertThat(started).as("broker, product and yardstick").hasSizeGreaterThanOrEqualTo(2);
            bench.terminate();
            assertThat(bench.exitStatus(Duration.ofSeconds(30))).as("%s", bench).isEqualTo(1);
            assertThat(started).noneMatch(ProcessHandle::isAlive);
            assertThat(bench.temporaryFiles()).isEmpty();
            assertThat(bench.err()).anyMatch(line -> line.contains("ended by a signal"));
        }
    }
}
