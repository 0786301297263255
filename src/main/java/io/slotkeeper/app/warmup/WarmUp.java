package io.slotkeeper.app.warmup;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an instance with a cluster in memory decide built-in requests, until they are decided as fast as they will be or
 * the time is over. It ends in any case: what fails is logged, and whoever waits goes on without.
 */
public final class WarmUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final TopicNames TOPICS = TopicNames.withPrefix("slotkeeper-warm-up.");

    /** Requests over HTTP in a round, somewhat more than a part of the recorded log has. */
    private static final int OVER_HTTP = 1_000;
    /** Between what clients do about reservations, they converse. */
    private static final int CONVERSE_EVERY = 2;
    /** So far ahead that nothing in it passes while it is decided. */
    private static final Duration AHEAD = Duration.ofDays(30);

    private static final Duration LOOK = Duration.ofMillis(5);

    private static final int TOKEN_BYTES = 32;

    private final Duration atMost;
    private final Rehearsal.Opening opening;
    private final ThreadGroup group = new ThreadGroup("warm-up");
    private final CompletableFuture<List<Integer>> done = new CompletableFuture<>();
    private final CompletableFuture<Void> cleared = new CompletableFuture<>();
    private final long start = System.nanoTime();
    private volatile boolean closing;

    private WarmUp(Duration atMost, Rehearsal.Opening opening) {
        this.atMost = atMost;
        this.opening = opening;
    }

    /**
     * Starts, in threads of its own.
     *
     * @param atMost zero: it is over at once
     */
    public static WarmUp start(Duration atMost, Rehearsal.Opening opening) {
        var warmUp = new WarmUp(atMost, opening);
        if (atMost.isZero()) {
            warmUp.done.complete(List.of());
            warmUp.cleared.complete(null);
            return warmUp;
        }
        var thread = new Thread(warmUp.group, warmUp::run, "warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    /** Completes when it is over, with the HTTP statuses that there were; none if it didn't happen or failed. */
    public CompletableFuture<List<Integer>> done() {
        return done;
    }

    private void run() {
        try {
            rehearse();
        } catch (IOException | RuntimeException e) {
            if (done.isDone()) {
                LOG.warn("what the warm-up used isn't closed", e);
            } else if (!closing) {
                LOG.warn("the warm-up failed, the first requests will take longer", e);
            }
        } finally {
            done.complete(List.of());
            cleared.complete(null);
        }
    }

    /** Nobody waits for its instance to be closed, which takes seconds and little of the processor. */
    private void rehearse() throws IOException {
        var cpu = new ThreadGroupTime(group);
        Instant firstDay = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(AHEAD);
        String token = token();
        try (MemoryBroker broker = MemoryBroker.start()) {
            for (Topic topic : Topic.values()) {
                broker.topics().create(TOPICS.name(topic), topic.role() == Topic.Role.INPUT);
            }
            try (Rehearsal instance = opening.open(new Rehearsal.MemoryCluster(broker.bootstrap(), TOPICS, token));
                    EdgeClients clients = EdgeClients.of(instance, token, firstDay)) {
                while (!isOver() && !instance.isRunning()) {
                    LockSupport.parkNanos(LOOK.toNanos());
                }
                play(new Stage(broker, instance, clients, firstDay), cpu);
                done.complete(clients.statuses());
            }
        }
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private record Stage(MemoryBroker broker, Rehearsal instance, EdgeClients clients, Instant firstDay) {}

    private void play(Stage stage, ThreadGroupTime cpu) throws IOException {
        var rounds = new WarmUpRounds();
        if (!isOver()) {
            stage.clients().define();
        }
        for (int round = 0; !isOver() && !rounds.isWarm(); round++) {
            cpu.sinceLast();
            long began = System.nanoTime();
            long compiled = compileMillis();
            int before = stage.clients().count();
            int decided = decide(stage, round);
            ask(stage.clients());
            rounds.add(
                    decided + stage.clients().count() - before,
                    cpu.sinceLast(),
                    compileMillis() - compiled,
                    Duration.ofNanos(System.nanoTime() - began).toMillis());
            LOG.debug("{}", rounds);
        }
        LOG.info(
                "{} after {} ms, {} requests: {}",
                rounds.isWarm() ? "warm" : "as warm as it gets",
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                rounds.requests(),
                rounds.text());
    }

    /** Of all compiling so far; always the same where the JVM doesn't compile or doesn't say. */
    private static long compileMillis() {
        CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
        return compilation != null && compilation.isCompilationTimeMonitoringSupported()
                ? compilation.getTotalCompilationTime()
                : 0;
    }

    private boolean isOver() {
        return closing || System.nanoTime() - start >= atMost.toNanos();
    }

    /** Writes a part of the recorded log, and waits until it is decided. */
    private int decide(Stage stage, int part) {
        String outcomes = TOPICS.name(Topic.REQUEST_OUTCOMES);
        long before = stage.broker().topics().end(outcomes);
        List<RecordedLog.RecordedRequest> entries = RecordedLog.part(stage.firstDay(), part);
        entries.forEach(entry -> stage.instance().send(entry.input(), entry.key(), entry.value()));
        while (!isOver() && stage.broker().topics().end(outcomes) < before + entries.size()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return (int) (stage.broker().topics().end(outcomes) - before);
    }

    private void ask(EdgeClients clients) throws IOException {
        int until = clients.count() + OVER_HTTP;
        for (int times = 1; clients.count() < until && !isOver(); times++) {
            clients.reserve();
            if (times % CONVERSE_EVERY == 0) {
                clients.converse();
            }
        }
    }

    /** Ends it soon. Nothing of it is left then. */
    @Override
    public void close() {
        closing = true;
        cleared.join();
    }
}
