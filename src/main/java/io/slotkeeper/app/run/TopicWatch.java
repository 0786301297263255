package io.slotkeeper.app.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slotkeeper.stream.cluster.ClusterCheck;
import io.slotkeeper.stream.cluster.OpenTransactions;
import io.slotkeeper.stream.cluster.TopicProblem;
import io.slotkeeper.stream.cluster.TopicReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the cluster again while the program runs. Streams doesn't expose whether a record's timestamp is the broker's,
 * so an input topic that no longer appends log time is visible in its settings only (docs/spec/log-time.md#log-time).
 * Open transactions are measured more often; they are metrics, not problems of the topics.
 */
final class TopicWatch implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    /** How often the distance of the last stable offsets is measured. */
    static final Duration TRANSACTIONS_INTERVAL = Duration.ofSeconds(10);

    private final ClusterCheck cluster;
    private final OpenTransactions transactions;
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "topic-watch"));
    private volatile List<TopicProblem> problems = List.of();

    private TopicWatch(ClusterCheck cluster, OpenTransactions transactions) {
        this.cluster = cluster;
        this.transactions = transactions;
    }

    /** Starts to check, the topics after one interval. The admin client must outlive it. */
    static TopicWatch start(
            ClusterCheck cluster, OpenTransactions transactions, MeterRegistry registry, Duration interval) {
        var watch = new TopicWatch(cluster, transactions);
        Gauge.builder("slotkeeper.topic.problems", watch, w -> w.problems.size())
                .description("Settings of topics, and of the group's offsets, that are not as they have to be")
                .register(registry);
        watch.schedule(watch::checkTopics, interval, interval);
        watch.schedule(watch::measureTransactions, Duration.ZERO, TRANSACTIONS_INTERVAL);
        return watch;
    }

    private void schedule(Runnable task, Duration delay, Duration interval) {
        var unused =
                scheduler.scheduleWithFixedDelay(task, delay.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void checkTopics() {
        try {
            TopicReport report = cluster.verify();
            report.problems().forEach(problem -> LOG.error("{}", problem));
            if (report.good() && !problems.isEmpty()) {
                LOG.info("the topics are as they have to be again");
            }
            problems = report.problems();
        } catch (KafkaException e) {
            // A cluster that doesn't answer says nothing about its topics.
            if (!scheduler.isShutdown()) {
                LOG.warn("the topics could not be looked at: {}", KafkaClients.reason(e));
            }
        }
    }

    /** A cluster that doesn't answer is reported once a minute, by the other check. */
    private void measureTransactions() {
        try {
            transactions.look();
        } catch (KafkaException e) {
            LOG.debug("the last stable offsets could not be looked at: {}", KafkaClients.reason(e));
        }
    }

    /** What holds back everything that this instance does. */
    Optional<String> heldBack() {
        return transactions.heldBack(true);
    }

    /** What holds back this instance, or an input of it. */
    Optional<String> notes() {
        return transactions.heldBack(false);
    }

    /** Why decisions can't be relied on; empty if the last check found nothing that endangers them. */
    Optional<String> unready() {
        long count = problems.stream()
                .filter(problem -> problem.endangered() == TopicProblem.Endangered.DECISIONS)
                .count();
        return count == 0
                ? Optional.empty()
                : Optional.of(count + " topic setting(s) are wrong, see the log or topics --verify");
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
