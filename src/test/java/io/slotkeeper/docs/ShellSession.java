package io.slotkeeper.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A reader's terminal: the blocks of one document, one after the other, each in a bash that stops at the first command
 * that fails. What one sets or defines, the next ones have.
 */
final class ShellSession {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEEP =
            "trap '{ declare -f; declare -p | grep -v \"^declare -[a-zA-Z]*r\"; } > %s' EXIT";

    private final Path workingDirectory;
    private final Path variables;
    private final Map<String, String> environment;

    /** @param variables a file of its own, where they are kept in between */
    ShellSession(Path workingDirectory, Path variables, Map<String, String> environment) {
        this.workingDirectory = workingDirectory;
        this.variables = variables;
        this.environment = environment;
    }

    static boolean isInstalled(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("bash", "-c", "command -v " + tool)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
    }

    /** What the block prints on standard output. Fails when a command does, with what was printed on standard error. */
    String run(String place, String block) throws IOException, InterruptedException {
        Path script = Files.writeString(
                variables.resolveSibling("block.sh"),
                "[ ! -f %1$s ] || . %1$s%n".formatted(variables) + KEEP.formatted(variables) + "\nset -e -o pipefail\n"
                        + block + "\n");
        Path out = variables.resolveSibling("out");
        Path err = variables.resolveSibling("err");
        var builder = new ProcessBuilder("bash", script.toString())
                .directory(workingDirectory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process bash = builder.start();
        if (!bash.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly().waitFor();
        }
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(bash.exitValue())
                .as("%s:%n%s%n%s%n%s", place, block, printed, Files.readString(err, StandardCharsets.UTF_8))
                .isZero();
        return printed;
    }
}
