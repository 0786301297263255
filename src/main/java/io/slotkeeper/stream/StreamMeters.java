package io.slotkeeper.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slotkeeper.process.DecisionMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics of the processors, which are the only place where log time meets this machine's clock. Thread-safe. */
public final class StreamMeters {

    private static final Logger LOG = LoggerFactory.getLogger(StreamMeters.class);

    private static final Duration WARNED_LEAD = Duration.ofSeconds(5);
    private static final Duration WARNED_AGAIN = Duration.ofMinutes(1);

    private final DecisionMeters decisions;
    private final Counter ticksSent;
    private final AtomicLong lastWarning = new AtomicLong();
    private final Map<String, Long> logTimes = new ConcurrentHashMap<>();

    public StreamMeters(MeterRegistry registry) {
        decisions = new DecisionMeters(registry);
        ticksSent =
                Counter.builder("slotkeeper.ticks").description("Ticks sent").register(registry);
        Gauge.builder(
                        "slotkeeper.log.time.lead",
                        this,
                        meters -> meters.leadMillis().orElse(0) / 1_000.0)
                .description("How far log time is ahead of this machine's clock, in seconds; negative: behind")
                .register(registry);
    }

    DecisionMeters decisions() {
        return decisions;
    }

    /**
     * The largest lead of log time over this instance's clock among the partitions that it processes, in milliseconds;
     * empty before the first record.
     */
    public OptionalLong leadMillis() {
        return logTimes.values().stream().mapToLong(Long::longValue).max().stream()
                .map(latest -> latest - System.currentTimeMillis())
                .findFirst();
    }

    /**
     * Records the log time of a task. A lead of more than 5 s over this instance's clock is logged as a warning, at
     * most once a minute: a broker clock that runs ahead makes holds expire early, which can't be undone.
     *
     * @param task id of the task in Kafka Streams
     * @param clock time of this instance
     */
    void logTime(String task, Instant now, Instant clock) {
        logTimes.put(task, now.toEpochMilli());
        if (clock.plus(WARNED_LEAD).isBefore(now)) {
            long before = lastWarning.get();
            long silence = clock.toEpochMilli() - before;
            if (silence >= WARNED_AGAIN.toMillis() && lastWarning.compareAndSet(before, clock.toEpochMilli())) {
                LOG.warn(
                        "log time is {} ms ahead of this machine's clock; is the broker's clock right?",
                        Duration.between(clock, now).toMillis());
            }
        }
    }

    /** Forgets the log time of a task that was closed. */
    void closed(String task) {
        logTimes.remove(task);
    }

    void tickSent() {
        ticksSent.increment();
    }
}
