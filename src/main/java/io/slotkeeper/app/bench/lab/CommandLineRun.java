package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.child.Tethered;
import io.slotkeeper.app.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a command of the program and takes the time. By the start script where this JVM runs the jar beside it, so that
 * the time is that of its users; otherwise by the same classes.
 *
 * @param folder for what it reads and writes
 */
record CommandLineRun(Path folder) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SHOWN_LINES = 3;

    /** Asks the JVM for its version alone: what every command has to wait for. */
    static final String BARE_JVM = "-version";

    Duration time(List<String> arguments, String input) throws InterruptedException {
        try {
            Path in = Files.writeString(folder.resolve("command.in"), input);
            Path out = folder.resolve("command.out");
            Path err = folder.resolve("command.err");
            var builder = new ProcessBuilder(command(arguments))
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("SLOTKEEPER_"));
            long started = System.nanoTime();
            Process process = builder.start();
            try {
                boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                var took = Duration.ofNanos(System.nanoTime() - started);
                if (!ended || process.exitValue() != 0) {
                    throw new CommandFailure("the command " + String.join(" ", arguments) + " failed: " + first(err)
                            + ", and said " + first(out));
                }
                return took;
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new CommandFailure("a command can't be run: " + e.getMessage(), e);
        }
    }

    private static List<String> first(Path said) throws IOException {
        try (Stream<String> lines = Files.lines(said)) {
            return lines.limit(SHOWN_LINES).toList();
        }
    }

    private static List<String> command(List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        if (arguments.equals(List.of(BARE_JVM))) {
            return List.of(java, BARE_JVM);
        }
        var command = new ArrayList<String>();
        Optional<Path> script = script();
        if (script.isPresent()) {
            command.add(script.get().toString());
        } else {
            command.addAll(List.of(java, Lab.HEAP, "-cp", System.getProperty("java.class.path"), Tethered.PROGRAM));
        }
        command.addAll(arguments);
        return command;
    }

    /** Two folders above the jar, in a clone. */
    private static Optional<Path> script() {
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        return Optional.ofNullable(jar.getParent())
                .map(Path::getParent)
                .map(root -> root.resolve("slotkeeper"))
                .filter(script -> Files.isRegularFile(script) && Files.isExecutable(script));
    }
}
