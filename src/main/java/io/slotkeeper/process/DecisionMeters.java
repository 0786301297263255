package io.slotkeeper.process;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.wire.RefusedCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics of what is decided and announced. They count processing, not committed results: what an aborted transaction counted is
 * counted again when its records are processed again. Thread-safe.
 */
public final class DecisionMeters {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionMeters.class);

    private final MeterRegistry registry;
    /** By the type of the request and the code of its outcome. */
    private final Map<String, Map<String, Counter>> decisions = new ConcurrentHashMap<>();

    private final Map<RefusedCode, Counter> refused = new ConcurrentHashMap<>();
    private final Counter announced;
    private final Counter replyPartitionsIgnored;
    private final Counter stateUnreadable;
    private final Timer expiryLag;

    public DecisionMeters(MeterRegistry registry) {
        this.registry = registry;
        announced = counter("slotkeeper.deadlines.announced", "Deadlines announced");
        replyPartitionsIgnored =
                counter("slotkeeper.reply.partitions.ignored", "Requests whose reply partition doesn't exist");
        stateUnreadable = counter(
                "slotkeeper.state.unreadable",
                "Stored values that nobody of ours wrote, found when a partition opened");
        expiryLag = Timer.builder("slotkeeper.expiry.lag")
                .description("Log time that passed between a deadline and its announcement")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void decided(String type, Verdict verdict) {
        String result = verdict instanceof Verdict.Refused refused
                ? refused.refusal().code().text()
                : verdict instanceof Verdict.Repeated ? "repeated" : "accepted";
        decisions
                .computeIfAbsent(type, it -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        result,
                        it -> Counter.builder("slotkeeper.decisions")
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

    /** @param count of values that were passed over when a partition was opened */
    void stateUnreadable(int count) {
        if (count > 0) {
            LOG.error("{} stored values can't be read and are passed over: somebody else wrote to a changelog", count);
            stateUnreadable.increment(count);
        }
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
