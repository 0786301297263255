package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instance of {@code run} with topics of its own, as its users have it.
 *
 * @param topics that it alone reads and writes
 */
public record Product(Lab lab, TopicNames topics, Path folder, Map<String, String> settings, Subject subject)
        implements AutoCloseable {

    private static final Pattern HTTP = Pattern.compile("HTTP on [^ ]+, port ([0-9]+)");
    private static final Pattern MANAGEMENT = Pattern.compile("health and metrics on [^ ]+, port ([0-9]+)");
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int READY = 200;

    /** What makes a stop by a signal no absence. */
    public static final Map<String, String> OUTLASTS_STOPS = Map.of(
            "kafka.consumer.session.timeout.ms", "1200000",
            "kafka.consumer.max.poll.interval.ms", "1200000");

    static List<String> command(Lab lab, TopicNames topics, Path folder, Map<String, String> settings) {
        var command = new ArrayList<>(List.of(
                Tethered.class.getName(),
                "run",
                "--bootstrap",
                lab.bootstrap(),
                "--prefix",
                topics.prefix(),
                "--state-dir",
                folder.resolve("state").toString()));
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        return command;
    }

    /** Starts another instance on the same topics and the same folder, after the end of this one. */
    public Product again() {
        return lab.start(topics, folder, settings);
    }

    /** Waits until it says that it is ready. */
    public Product awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            subject.jvm().requireAlive();
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the instance isn't ready within " + READY_WITHIN.toSeconds() + " s");
            }
            Thread.sleep(LOOK.toMillis());
        }
        return this;
    }

    private boolean isReady() {
        OptionalInt port = port(MANAGEMENT);
        if (port.isEmpty()) {
            return false;
        }
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port.getAsInt() + "/health/ready")
                    .toURL()
                    .openConnection();
            connection.setReadTimeout(1_000);
            try {
                return connection.getResponseCode() == READY;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws java.util.NoSuchElementException before it listens */
    public int httpPort() {
        return port(HTTP).orElseThrow();
    }

    private OptionalInt port(Pattern line) {
        return subject.jvm().errorLines().stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst();
    }

    public String name(Topic topic) {
        return topics.name(topic);
    }

    /** Works off a backlog of requests for an input topic. */
    public Worked work(RequestSource source, Topic input, long from, long count) throws InterruptedException {
        return subject.work(source, name(input), from, count);
    }

    /** Kill -9, and its topics are deleted. */
    @Override
    public void close() {
        subject.close();
        lab.delete(topics);
    }
}
