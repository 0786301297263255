package io.slotkeeper.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.slotkeeper.stream.TopicAdmin;
import io.slotkeeper.stream.TopicReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the topics again while the program runs: Streams hides per record whether its timestamp is the broker's, so
 * an input topic that no longer appends log time can be seen from its settings only (log-time.md).
 */
final class TopicWatch implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private final TopicAdmin topics;
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "topic-watch"));
    private volatile int problems;

    private TopicWatch(TopicAdmin topics) {
        this.topics = topics;
    }

    /** Starts to look, the first time after one interval. The admin client must outlive it. */
    static TopicWatch start(TopicAdmin topics, MeterRegistry registry, Duration interval) {
        var watch = new TopicWatch(topics);
        registry.gauge("slotkeeper.topic.problems", watch, w -> w.problems);
        long every = interval.toMillis();
        var unused = watch.scheduler.scheduleWithFixedDelay(watch::look, every, every, TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            TopicReport report = topics.verify();
            report.problems().forEach(problem -> LOG.error("{}", problem));
            if (report.good() && problems > 0) {
                LOG.info("the topics are as they have to be again");
            }
            problems = report.problems().size();
        } catch (KafkaException e) {
            // That the cluster doesn't answer says nothing about its topics.
            LOG.warn("the topics could not be looked at: {}", Clients.reason(e));
        }
    }

    /** Why decisions can't be relied on; empty when the last look found nothing wrong. */
    Optional<String> unready() {
        int found = problems;
        return found == 0
                ? Optional.empty()
                : Optional.of(found + " topic setting(s) are wrong, see the log or topics --verify");
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
