package io.slotkeeper.app.warmup;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.wire.OutputReader;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides built-in requests in memory until they are decided as fast as they will be, or the time is over. It ends in any
 * case: what fails is logged, and the instance is ready without.
 */
public final class WarmUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** Requests over HTTP in a round, somewhat more than the recorded log has. */
    private static final int OVER_HTTP = 1_000;
    /** Between what clients do about reservations, they converse. */
    private static final int CONVERSE_EVERY = 2;
    /** So far ahead that nothing in it passes while it is decided. */
    private static final Duration AHEAD = Duration.ofDays(30);

    private final Config config;
    private final DecisionSettings settings;
    private final OwnedState state;
    private final Duration atMost;
    private final ThreadGroup group = new ThreadGroup("warm-up");
    private final CompletableFuture<List<Integer>> done = new CompletableFuture<>();
    private volatile boolean closing;

    private WarmUp(Config config, DecisionSettings settings, OwnedState state) {
        this.config = config;
        this.settings = settings;
        this.state = state;
        this.atMost = config.instance().warmUp();
    }

    /**
     * Starts, in threads of its own.
     *
     * @param state of the instance; it isn't read
     */
    public static WarmUp start(Config config, DecisionSettings settings, OwnedState state) {
        var warmUp = new WarmUp(config, settings, state);
        if (warmUp.atMost.isZero()) {
            warmUp.done.complete(List.of());
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
        List<Integer> statuses = List.of();
        try {
            statuses = rehearse();
        } catch (IOException | RuntimeException e) {
            if (!closing) {
                LOG.warn("the warm-up failed, the first requests will take longer", e);
            }
        } finally {
            done.complete(statuses);
        }
    }

    private List<Integer> rehearse() throws IOException {
        Instant now = Instant.now();
        Instant firstSlot = now.truncatedTo(ChronoUnit.DAYS).plus(AHEAD);
        var log = new MemoryLog(settings, config.instance().output());
        log.begin(now);
        List<RecordedLog.TimedRequest> recorded = RecordedLog.from(firstSlot);
        var rounds = new WarmUpRounds();
        long start = System.nanoTime();
        try (EdgeRehearsal edge = EdgeRehearsal.open(config, log, state, firstSlot)) {
            var cpu = new ThreadGroupTime(group);
            while (!isOver(start) && !rounds.isWarm()) {
                long began = System.nanoTime();
                long compiled = compileMillis();
                int count = edge.count();
                log.begin(now);
                int decided = decide(log, recorded, start);
                log.begin(now);
                ask(edge, start);
                rounds.add(
                        decided + edge.count() - count,
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
            return edge.statuses();
        }
    }

    /** Of all compiling so far; always the same where the JVM doesn't compile or doesn't say. */
    private static long compileMillis() {
        CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
        return compilation != null && compilation.isCompilationTimeMonitoringSupported()
                ? compilation.getTotalCompilationTime()
                : 0;
    }

    private boolean isOver(long start) {
        return closing || System.nanoTime() - start >= atMost.toNanos();
    }

    /** Decides the recorded log, and reads what comes of it. */
    private int decide(MemoryLog log, List<RecordedLog.TimedRequest> recorded, long start) {
        int decided = 0;
        for (RecordedLog.TimedRequest entry : recorded) {
            if (isOver(start)) {
                break;
            }
            log.pass(entry.after());
            log.append(entry.input(), entry.record()).outputs().forEach(WarmUp::read);
            decided++;
        }
        return decided;
    }

    private static void read(OutputRecord output) {
        if (output.value() != null && OutputReader.tree(output.value()).isEmpty()) {
            throw new IllegalStateException("Expected an output that can be read in " + output.topic());
        }
    }

    private void ask(EdgeRehearsal edge, long start) throws IOException {
        edge.define();
        int until = edge.count() + OVER_HTTP;
        for (int times = 1; edge.count() < until && !isOver(start); times++) {
            edge.reserve();
            if (times % CONVERSE_EVERY == 0) {
                edge.converse();
            }
        }
    }

    /** Ends it soon. */
    @Override
    public void close() {
        closing = true;
        done.join();
    }
}
