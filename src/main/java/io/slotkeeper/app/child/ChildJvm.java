package io.slotkeeper.app.child;

import io.slotkeeper.app.console.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM of its own with this program's classes. It is ended by its process id, by force, when this is closed; and it
 * ends by itself when this process ends without closing it, because its standard input ends then.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(35);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final int SHOWN_LINES = 5;
    /** How options begin that these JVMs have from this one; the heap is their own. */
    private static final List<String> INHERITED = List.of("-XX:", "-Xlog", "-Djava.io.tmpdir=", "--");

    private final String name;
    private final Process process;
    private final Path errors;
    private final PrintStream commands;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildJvm(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        var reader = new Thread(this::read, name + "-lines");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it and waits for nothing. It has the options of this JVM, which the start script gives to {@code run} as
     * well as to {@code bench}, and of the environment nothing that configures {@code run} or JVMs.
     *
     * @param name for messages, and of the file in the folder that has its standard error
     * @param options of the virtual machine
     * @param command the main class and its arguments
     */
    public static ChildJvm start(String name, Path folder, List<String> options, List<String> command) {
        var all = new ArrayList<String>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(ownOptions());
        all.addAll(options);
        all.addAll(List.of("-cp", System.getProperty("java.class.path")));
        all.addAll(command);
        Path errors = folder.resolve(name + ".err");
        var builder = new ProcessBuilder(all).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(ChildJvm::configures);
        try {
            return new ChildJvm(name, builder.start(), errors);
        } catch (IOException e) {
            throw new CommandFailure("a JVM for " + name + " can't be started: " + e.getMessage(), e);
        }
    }

    /** Those that make a difference to speed; a recording or a debugger is of this JVM alone. */
    private static List<String> ownOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> INHERITED.stream().anyMatch(option::startsWith))
                .filter(option -> !option.contains("FlightRecord"))
                .toList();
    }

    private static boolean configures(String variable) {
        return variable.startsWith("SLOTKEEPER_")
                || variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS");
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // It was ended, and its output with it.
            return;
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        commands.println(line);
    }

    /**
     * The next line of its standard output.
     *
     * @throws CommandFailure if it ends, or a minute passes, without one
     */
    public String nextLine() throws InterruptedException {
        long deadline = System.nanoTime() + ANSWERS_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            String line = lines.poll(50, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            requireAlive();
        }
        throw new CommandFailure(name + " says nothing for " + ANSWERS_WITHIN.toSeconds() + " s" + lastWords());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** @throws CommandFailure if it has ended by itself; with the last lines of what it said */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new CommandFailure(name + " has ended with status " + process.exitValue() + lastWords());
        }
    }

    private String lastWords() {
        List<String> said = errorLines();
        return said.isEmpty()
                ? ""
                : "; it said: " + String.join(" | ", said.subList(Math.max(0, said.size() - SHOWN_LINES), said.size()));
    }

    /** What it has said on standard error so far. */
    public List<String> errorLines() {
        try (Stream<String> said = Files.lines(errors, StandardCharsets.UTF_8)) {
            return said.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** All that it has computed so far, by all its threads. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it occupies of the machine's memory, in bytes; 0 where the system doesn't say. */
    public long residentBytes() {
        Path status = Path.of("/proc", Long.toString(pid()), "status");
        try (Stream<String> facts = Files.lines(status, StandardCharsets.UTF_8)) {
            return facts.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** SIGSTOP: none of its threads runs until {@link #proceed()}. It keeps its connections, its memory and its code. */
    public void halt() throws InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void proceed() throws InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws InterruptedException {
        try {
            int status = new ProcessBuilder("kill", signal, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new CommandFailure("kill " + signal + " of " + name + " failed" + lastWords());
            }
        } catch (IOException e) {
            throw new CommandFailure("the command kill is needed: " + e.getMessage(), e);
        }
    }

    /** SIGTERM, and waits until it has ended. */
    public void terminate() throws InterruptedException {
        signal("-TERM");
        if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new CommandFailure(name + " hasn't ended within " + ENDS_WITHIN.toSeconds() + " s");
        }
    }

    /** Kill -9, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
