package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code run} as a process of its own, on a world's topics, with a state folder that outlives it. */
public final class TestInstance implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("HTTP on [^ ]+, port ([0-9]+)");
    private static final Pattern MANAGEMENT = Pattern.compile("health and metrics on [^ ]+, port ([0-9]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Program program;

    private TestInstance(Program program) {
        this.program = program;
    }

    /**
     * Starts it and waits for nothing.
     *
     * @param folder for its state, its configuration and what it prints
     * @param settings of the configuration file, besides what it needs to find the topics
     */
    public static TestInstance start(TopicNames topics, Path folder, Map<String, String> settings) {
        return startWith(List.of(), topics, folder, settings);
    }

    /** @param options of the virtual machine, besides the usual ones */
    public static TestInstance startWith(
            List<String> options, TopicNames topics, Path folder, Map<String, String> settings) {
        var properties = new Properties();
        properties.putAll(Map.of(
                "prefix", topics.prefix(),
                "bootstrap", Broker.bootstrap(),
                "state-dir", state(folder).toString(),
                "http-port", "0",
                // Tests that don't say when reserve slots that are decades ahead.
                "anonymous-horizon", "36525d"));
        properties.putAll(settings);
        Path file = folder.resolve("run.properties");
        try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The warm-up as a flag, because all programs of tests have another one in their environment.
        List<String> warmUp = Optional.ofNullable(settings.get("warm-up")).stream()
                .flatMap(time -> Stream.of("--set", "warm-up=" + time))
                .toList();
        List<String> run = Stream.concat(Stream.of("run", "--config", file.toString()), warmUp.stream())
                .toList();
        return new TestInstance(Program.start(folder, options, run));
    }

    /** Where an instance that was started with this folder keeps its state. */
    public static Path state(Path folder) {
        return folder.resolve("state");
    }

    /** Waits until it processes all its partitions. */
    public TestInstance awaitReady() {
        return awaitHealth("/health/ready");
    }

    /** Waits until it answers, ready or not. */
    public TestInstance awaitLive() {
        return awaitHealth("/health/live");
    }

    private TestInstance awaitHealth(String path) {
        await().alias(path + " of " + program)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(program.isAlive()).as("alive: %s", program).isTrue();
                    return health(path) == 200;
                });
        return this;
    }

    private int health(String path) throws InterruptedException {
        OptionalInt port = port(MANAGEMENT);
        return port.isEmpty() ? PlainHttp.NO_ANSWER : new PlainHttp(port.getAsInt()).status(path);
    }

    /**
     * What {@code /metrics} shows, in Prometheus' text format; made after this was called, which takes up to a second,
     * because a scrape is good for so long.
     */
    public List<String> metrics() {
        var management = new PlainHttp(port(MANAGEMENT).orElseThrow());
        try {
            String before = management.body("/metrics");
            String now = before;
            // Two scrapes are never alike: of the memory in use alone there are many meters.
            while (now.equals(before)) {
                now = management.body("/metrics");
            }
            return now.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public int httpPort() {
        return port(PORT).orElseThrow();
    }

    /** A client of its edge, without credentials. */
    public HttpApi http() {
        return HttpApi.at(port(PORT).orElseThrow());
    }

    private OptionalInt port(Pattern line) {
        return err().stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst();
    }

    /** Kill -9. */
    public void kill() {
        program.kill();
    }

    /** SIGSTOP. */
    public void pause() throws IOException, InterruptedException {
        program.pause();
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        program.resume();
    }

    /** SIGTERM. */
    public void terminate() {
        program.terminate();
    }

    /** Waits until it has ended; fails when that takes longer. */
    public int exitStatus(Duration atMost) {
        return program.exitStatus(atMost);
    }

    public List<String> err() {
        return program.err();
    }

    public List<String> out() {
        return program.out();
    }

    @Override
    public String toString() {
        return program.toString();
    }

    @Override
    public void close() {
        program.close();
    }
}
