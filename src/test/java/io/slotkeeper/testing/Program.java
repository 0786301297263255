package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.archive.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The program as a process of its own, with its own folder for temporary files. It has ended, by force if need be, when
 * it is closed or this JVM ends.
 */
public final class Program implements AutoCloseable {

    private static final String MAIN = "io.slotkeeper.app.Main";
    /** As its users start it; where no build has made it (in an IDE), the classes are taken as they are. */
    private static final Optional<Path> JAR = Optional.ofNullable(System.getProperty("slotkeeper.jar"))
            .map(Path::of)
            .filter(Files::exists);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end-programs"));
    }

    private final Process process;
    private final Path folder;

    private Program(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** A port that nobody listens on; somebody may by the time it is used. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts it and waits for nothing.
     *
     * @param parent gets a new folder for what it prints and for its temporary files
     * @param args of the command line
     */
    public static Program start(Path parent, List<String> args) {
        return start(parent, List.of(), args);
    }

    /** @param options of the virtual machine, besides the usual ones */
    public static Program start(Path parent, List<String> options, List<String> args) {
        return launch(
                parent,
                Stream.concat(JAR.stream().flatMap(Program::archive), options.stream())
                        .toList(),
                args);
    }

    /**
     * What a JVM needs in order to start from the archive of its classes, as the start script has it; a process is ready
     * with a quarter less of CPU. Made if it isn't there; nothing while somebody else makes it. Only where the system
     * property {@code slotkeeper.archive} asks for it, since it takes as much as some ten starts.
     */
    private static Stream<String> archive(Path jar) {
        if (!Boolean.getBoolean("slotkeeper.archive")) {
            return Stream.empty();
        }
        var archive = ClassArchive.of(jar);
        try {
            return archive.isCurrent() || archive.ensure() ? archive.options().stream() : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What starts the program, to be followed by its arguments. */
    public static List<String> commandLine() {
        return commandLine(JAR.stream().flatMap(Program::archive).toList());
    }

    private static List<String> commandLine(List<String> options) {
        return commandLine(options, JAR);
    }

    private static List<String> commandLine(List<String> options, Optional<Path> program) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // A program that lives for seconds is sooner ready this way.
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(
                program.map(jar -> List.of("-jar", jar.toString())).orElseGet(() -> List.of("-cp", classpath(), MAIN)));
        return command;
    }

    private static Program launch(Path parent, List<String> options, List<String> args) {
        return launch(parent, JAR, options, args);
    }

    private static Program launch(Path parent, Optional<Path> jar, List<String> options, List<String> args) {
        try {
            Path folder = Files.createTempDirectory(parent, "program-");
            Path temporary = Files.createDirectory(folder.resolve("tmp"));
            var command = new ArrayList<>(commandLine(
                    Stream.concat(Stream.of("-Djava.io.tmpdir=" + temporary), options.stream())
                            .toList(),
                    jar));
            command.addAll(args);
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile());
            // The JVM would say on standard error that it read this one.
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().keySet().removeIf(name -> name.startsWith("SLOTKEEPER_"));
            builder.environment().put(SharedSecret.VARIABLE, SharedSecret.file().toString());
            // It would take longer than most tests. A flag comes first, where a test wants it.
            builder.environment().put("SLOTKEEPER_WARM_UP", "0");
            Process process = builder.start();
            RUNNING.add(process);
            return new Program(process, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of another installation. */
    public static Program startJar(Path jar, Path parent, String... args) {
        return launch(parent, Optional.of(jar), List.of(), List.of(args));
    }

    public static Program start(Path parent, String... args) {
        return start(parent, List.of(args));
    }

    /** As its users have it, with its libraries beside it; empty where no build has made it. */
    public static Optional<Path> jar() {
        return JAR;
    }

    /** The program's own classes and libraries; not the tests'. */
    public static String classpath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kill -9. */
    public void kill() {
        process.toHandle().destroyForcibly();
        exitStatus(PATIENCE);
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGINT, as Ctrl-C does. Aborts the test where this JVM ignores it, because its children then do so too. */
    public void interrupt() throws IOException, InterruptedException {
        Assumptions.assumeFalse(interruptsAreIgnored(), "SIGINT is ignored here");
        signal("-INT");
    }

    /** SIGSTOP: it does nothing until it is {@linkplain #resume resumed}, and knows nothing of it. */
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** A shell starts what runs in the background like this. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & (1L << (2 - 1))) != 0);
        }
    }

    /** Waits until it has ended; fails when that takes longer. */
    public int exitStatus(Duration atMost) {
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s: %s", atMost, this)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        RUNNING.remove(process);
        return process.exitValue();
    }

    public List<String> out() {
        return lines("out");
    }

    public List<String> err() {
        return lines("err");
    }

    private List<String> lines(String file) {
        try {
            // A line that is being written ends somewhere, perhaps in the middle of a character.
            return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a line on standard output begins like this; fails when the program ends without it. */
    public void awaitOut(String beginning) {
        await().alias("'" + beginning + "' from " + this)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    boolean ended = !isAlive();
                    boolean found = out().stream().anyMatch(line -> line.startsWith(beginning));
                    assertThat(ended && !found)
                            .as("ended without '%s': %s", beginning, this)
                            .isFalse();
                    return found;
                });
    }

    /** What it made in its folder for temporary files and has not removed. */
    public List<String> temporaryFiles() {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that it started and that still run. */
    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    @Override
    public String toString() {
        return "process " + process.pid() + " in " + folder + ", out " + out() + ", err " + err();
    }

    @Override
    public void close() {
        kill();
    }
}
