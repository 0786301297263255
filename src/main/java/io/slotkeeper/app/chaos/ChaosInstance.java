package io.slotkeeper.app.chaos;

import io.slotkeeper.app.child.ChildJvm;
import io.slotkeeper.app.child.Readiness;
import io.slotkeeper.app.child.Tethered;
import io.slotkeeper.app.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/** A place for an instance of {@code run}: its folder and its port stay, its process comes and goes. */
final class ChaosInstance implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int DAMAGED_BYTES = 64;
    /** Starts sooner, and leaves more of the machine to the others. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx384m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final int number;
    private final int port;
    private final Path folder;
    private final Map<String, String> settings;
    private Optional<ChildJvm> jvm = Optional.empty();
    private int starts;

    /**
     * Without a process.
     *
     * @param port for HTTP
     * @param settings that all instances have
     */
    ChaosInstance(int number, int port, Path folder, Map<String, String> settings) {
        this.number = number;
        this.port = port;
        this.folder = folder;
        this.settings = settings;
    }

    int number() {
        return number;
    }

    /** On which it answers clients while it runs. */
    int port() {
        return port;
    }

    /** Whether there is a process, paused or not. */
    boolean runs() {
        return jvm.filter(ChildJvm::isAlive).isPresent();
    }

    ChildJvm jvm() {
        return jvm.orElseThrow();
    }

    /** Starts a process, after the end of the last one, and waits for nothing. */
    void launch() {
        starts++;
        var flags = new TreeMap<>(settings);
        flags.put("state-dir", state().toString());
        flags.put("http-port", Integer.toString(port));
        var properties = new StringBuilder();
        flags.forEach((name, value) ->
                properties.append(name).append('=').append(value).append('\n'));
        Path file = ChaosCluster.write(folder.resolve("run.properties"), properties.toString());
        jvm = Optional.of(ChildJvm.start(
                "start-" + starts,
                folder,
                JAVA_OPTIONS,
                List.of(Tethered.class.getName(), "run", "--config", file.toString())));
    }

    /** @throws CommandFailure if it ends, or isn't ready in time */
    void awaitReady() throws InterruptedException {
        if (!isReadyWithin(READY_WITHIN)) {
            jvm().requireAlive();
            throw new CommandFailure("instance " + number + " isn't ready within " + READY_WITHIN.toSeconds() + " s");
        }
    }

    /** Waits until it is ready; false if it ends or takes longer. */
    boolean isReadyWithin(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (runs() && System.nanoTime() < deadline) {
            if (Readiness.of(jvm())) {
                return true;
            }
            Thread.sleep(LOOK.toMillis());
        }
        return false;
    }

    void kill() {
        jvm.ifPresent(ChildJvm::close);
    }

    /** SIGTERM, and waits for the end. */
    void stop() throws InterruptedException {
        if (runs()) {
            jvm().terminate();
        }
    }

    private Path state() {
        return folder.resolve("state");
    }

    /** There is no process. */
    void deleteState() {
        try {
            Utils.delete(state().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes nonsense into one of the files of its state, or cuts it; there is no process.
     *
     * @return what was done
     */
    String damageState(RandomGenerator random) {
        try {
            List<Path> files = files();
            if (files.isEmpty()) {
                return "there is no file to damage";
            }
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            if (random.nextBoolean()) {
                bytes = Arrays.copyOf(bytes, bytes.length / 2);
            } else {
                int at = random.nextInt(bytes.length);
                for (int i = at; i < Math.min(bytes.length, at + DAMAGED_BYTES); i++) {
                    bytes[i] = (byte) random.nextInt(256);
                }
            }
            Files.write(file, bytes);
            return state().relativize(file).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(state())) {
            return List.of();
        }
        var files = new ArrayList<Path>();
        try (Stream<Path> all = Files.walk(state())) {
            for (Path file : all.sorted().toList()) {
                if (Files.isRegularFile(file)
                        && Files.size(file) > 0
                        && !file.getFileName().toString().startsWith("LOG")) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    /** Its last words, if its process has ended. */
    List<String> lastLines() {
        List<String> lines = jvm.map(ChildJvm::errorLines).orElse(List.of());
        return lines.subList(Math.max(0, lines.size() - 3), lines.size());
    }

    @Override
    public String toString() {
        return "instance " + number;
    }

    @Override
    public void close() {
        kill();
    }
}
