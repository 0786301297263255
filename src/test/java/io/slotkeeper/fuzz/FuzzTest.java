package io.slotkeeper.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Looks for bytes that make a reader throw, or the program decide otherwise than the oracle, each time from what earlier
 * runs have found ({@code src/test/resources/fuzz}). Longer, and keeping what is found:
 *
 * <pre>mvn test -Dtest=FuzzTest -Dslotkeeper.fuzz.seconds=600 -Dslotkeeper.fuzz.keep=true</pre>
 */
class FuzzTest {

    /** Of each target that takes bytes; histories take longer. */
    private static final int SECONDS = Integer.getInteger("slotkeeper.fuzz.seconds", 5);

    private static final boolean KEEP = Boolean.getBoolean("slotkeeper.fuzz.keep");
    private static final int STARTS_WITHIN = 60;
    private static final int LINES = 40;

    @ParameterizedTest
    @CsvSource({"RecordFuzz, 1", "BodyFuzz, 1", "QueryFuzz, 1", "DecisionFuzz, 3"})
    void nothing_is_found(String target, int times) throws Exception {
        int seconds = times * SECONDS;
        Path kept = Path.of("src", "test", "resources", "fuzz", target);
        Path found = Files.createDirectories(Path.of("target", "fuzz", target).toAbsolutePath());
        Path log = found.resolveSibling(target + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=io.slotkeeper.fuzz." + target,
                "--instrumentation_includes=io.slotkeeper.**",
                "--reproducer_path=" + found.getParent(),
                "-artifact_prefix=" + found.getParent() + "/",
                "-max_total_time=" + seconds,
                "-max_len=4096",
                "-seed=" + Long.getLong("slotkeeper.seed", 1)));
        // What is new is written to the first folder.
        command.add((KEEP ? kept : found).toAbsolutePath().toString());
        if (!KEEP) {
            command.add(kept.toAbsolutePath().toString());
        }
        Process jazzer = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(jazzer.waitFor(seconds + STARTS_WITHIN, TimeUnit.SECONDS))
                    .as("ended, see %s", log)
                    .isTrue();
            assertThat(jazzer.exitValue()).as("%s", lastLines(log)).isZero();
            assertThat(Files.readString(log)).contains("Done ");
        } finally {
            jazzer.destroyForcibly();
        }
    }

    private static List<String> lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> !line.startsWith("INFO: "))
                .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }
}
