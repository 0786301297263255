package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as its users start it, on a newer JDK than the one it is built for: {@code -Dslotkeeper.jdk=HOME}. Aborted
 * where none is given.
 */
final class OtherJdkIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_demo_runs_and_the_virtual_machine_warns_of_nothing() throws Exception {
        String home = System.getProperty("slotkeeper.jdk", "");
        Assumptions.assumeFalse(home.isEmpty(), "no other JDK was given with -Dslotkeeper.jdk=HOME");
        Path err = folder.resolve("err");
        var demo = new ProcessBuilder(Path.of("slotkeeper").toAbsolutePath().toString(), "demo")
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(err.toFile());
        demo.environment().put("JAVA_HOME", home);
        demo.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = demo.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(err)).noneMatch(line -> line.startsWith("WARNING"));
        assertThat(process.exitValue()).as("%s", Files.readAllLines(err)).isZero();
    }
}
