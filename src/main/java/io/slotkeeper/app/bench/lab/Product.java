package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.child.Readiness;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * An instance of {@code run} with topics of its own, as its users have it.
 *
 * @param topics that it alone reads and writes
 */
public record Product(Lab lab, TopicNames topics, Path folder, Map<String, String> settings, MeasuredProcess subject)
        implements AutoCloseable {

    private static final Pattern HTTP = Pattern.compile("HTTP on [^ ]+, port ([0-9]+)");
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** What makes a stop by a signal no absence. */
    public static final Map<String, String> OUTLASTS_STOPS = Map.of(
            "kafka.consumer.session.timeout.ms", "1200000",
            "kafka.consumer.max.poll.interval.ms", "1200000");

    /** Writes the file with its configuration, which commands about its topics take as well. */
    static void configure(Lab lab, TopicNames topics, Path folder, Map<String, String> settings) {
        var properties = new Properties();
        // Scenarios warm it up themselves, by what they measure.
        properties.put("warm-up", "0");
        properties.putAll(settings);
        properties.putAll(Map.of(
                "bootstrap", lab.bootstrap(),
                "prefix", topics.prefix(),
                "state-dir", state(folder).toString()));
        try (var writer = Files.newBufferedWriter(file(folder), StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new CommandFailure("the temporary folder can't be written to: " + e.getMessage(), e);
        }
    }

    /** Its configuration. */
    public Path file() {
        return file(folder);
    }

    static Path file(Path folder) {
        return folder.resolve("run.properties");
    }

    private static Path state(Path folder) {
        return folder.resolve("state");
    }

    /** Deletes the state that it keeps on this machine; it has ended. */
    public void deleteState() {
        new TemporaryFolder(state(folder)).close();
    }

    /** Starts another instance on the same topics and the same folder, after the end of this one. */
    public Product again() {
        return again(settings);
    }

    /** The same with other settings. */
    public Product again(Map<String, String> other) {
        return lab.start(topics, folder, other);
    }

    /** Waits until it says that it is ready. */
    public Product awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!Readiness.of(subject.jvm())) {
            subject.jvm().requireAlive();
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the instance isn't ready within " + READY_WITHIN.toSeconds() + " s");
            }
            Thread.sleep(LOOK.toMillis());
        }
        return this;
    }

    /** @throws java.util.NoSuchElementException before it listens */
    public int httpPort() {
        return Readiness.port(subject.jvm(), HTTP).orElseThrow();
    }

    public String name(Topic topic) {
        return topics.name(topic);
    }

    /** Works off a backlog of requests for an input topic. */
    public Worked work(RequestSource source, Topic input, long from, long count) throws InterruptedException {
        return subject.work(source, name(input), from, count);
    }

    /** SIGTERM: it commits, leaves its group, and has ended when this returns. */
    public void terminate() throws InterruptedException {
        subject.terminate();
    }

    /** Kill -9. Its topics and its state stay. */
    public void kill() {
        subject.close();
    }

    /** Kill -9, and its topics are deleted. */
    @Override
    public void close() {
        subject.close();
        lab.delete(topics);
    }
}
