package io.slotkeeper.process;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.wire.RefusedCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics of the processors. They count processing, not committed results: what an aborted transaction counted is
 * counted again when its records are processed again. Thread-safe.
 */
public final class StreamMeters {

    private static final Logger LOG = LoggerFactory.getLogger(StreamMeters.class);

    private static final Duration WARNED_LEAD = Duration.ofSeconds(5);
    private static final Duration WARNED_AGAIN = Duration.ofMinutes(1);

    private final MeterRegistry registry;
    private final AtomicLong lastWarning = new AtomicLong();
    private final Map<String, Counter> decisions = new ConcurrentHashMap<>();
    private final Map<RefusedCode, Counter> refused = new ConcurrentHashMap<>();
    private final Counter ticksSent;
    private final Counter announced;
    private final Counter replyPartitionsIgnored;
    private final Timer expiryLag;
    private final Map<String, Long> logTimes = new ConcurrentHashMap<>();

    public StreamMeters(MeterRegistry registry) {
        this.registry = registry;
        ticksSent = counter("slotkeeper.ticks", "Ticks sent");
        announced = counter("slotkeeper.deadlines.announced", "Deadlines announced");
        replyPartitionsIgnored =
                counter("slotkeeper.reply.partitions.ignored", "Requests whose reply partition doesn't exist");
        expiryLag = Timer.builder("slotkeeper.expiry.lag")
                .description("Log time that passed between a deadline and its announcement")
                .register(registry);
        Gauge.builder(
                        "slotkeeper.log.time.lead",
                        this,
                        meters -> meters.leadMillis().orElse(0) / 1_000.0)
                .description("How far log time is ahead of this machine's clock, in seconds; negative: behind")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
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
    public void logTime(String task, Instant now, Instant clock) {
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
    public void closed(String task) {
        logTimes.remove(task);
    }

    void decided(String type, Verdict verdict) {
        String result = verdict instanceof Verdict.Refused refused
                ? refused.refusal().code().text()
                : verdict instanceof Verdict.Repeated ? "repeated" : "accepted";
        decisions
                .computeIfAbsent(
                        type + " " + result,
                        name -> Counter.builder("slotkeeper.decisions")
                                .description("Requests decided")
                                .tag("type", type)
                                .tag("code", result)
                                .register(registry))
                .increment();
    }

    void refused(RefusedCode code) {
        refused.computeIfAbsent(
                        code,
                        it -> Counter.builder("slotkeeper.records.refused")
                                .description("Records that are no request, and failed announcements")
                                .tag("code", it.text())
                                .register(registry))
                .increment();
    }

    public void tickSent() {
        ticksSent.increment();
    }

    void announced(int count) {
        announced.increment(count);
    }

    void expiryLag(Instant deadline, Instant now) {
        expiryLag.record(Duration.between(deadline, now));
    }

    void replyPartitionIgnored() {
        replyPartitionsIgnored.increment();
    }
}
