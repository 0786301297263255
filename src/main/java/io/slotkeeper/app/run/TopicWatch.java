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
 * Looks at the cluster again while the program runs: Streams hides per record whether its timestamp is the broker's, so
 * an input topic that no longer appends log time can be seen from its settings only (log-time.md). And more often at
 * what holds back its inputs, which is a number to be watched and no mistake of the topics'.
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

    /** Starts to look, at the topics for the first time after one interval. The admin client must outlive it. */
    static TopicWatch start(
            ClusterCheck cluster, OpenTransactions transactions, MeterRegistry registry, Duration interval) {
        var watch = new TopicWatch(cluster, transactions);
        Gauge.builder("slotkeeper.topic.problems", watch, w -> w.problems.size())
                .description("Settings of topics, and of the group's offsets, that are not as they have to be")
                .register(registry);
        watch.schedule(watch::look, interval, interval);
        watch.schedule(watch::lookAtTransactions, Duration.ZERO, TRANSACTIONS_INTERVAL);
        return watch;
    }

    private void schedule(Runnable look, Duration delay, Duration interval) {
        var unused =
                scheduler.scheduleWithFixedDelay(look, delay.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            TopicReport report = cluster.verify();
            report.problems().forEach(problem -> LOG.error("{}", problem));
            if (report.good() && !problems.isEmpty()) {
                LOG.info("the topics are as they have to be again");
            }
            problems = report.problems();
        } catch (KafkaException e) {
            // That the cluster doesn't answer says nothing about its topics.
            if (!scheduler.isShutdown()) {
                LOG.warn("the topics could not be looked at: {}", KafkaClients.reason(e));
            }
        }
    }

    /** That the cluster doesn't answer is said once a minute, by the other look. */
    private void lookAtTransactions() {
        try {
            transactions.look();
        } catch (KafkaException e) {
            LOG.debug("the last stable offsets could not be looked at: {}", KafkaClients.reason(e));
        }
    }

    /** Why decisions can't be relied on; empty when the last look found nothing that endangers them. */
    Optional<String> unready() {
        long found = problems.stream()
                .filter(problem -> problem.endangered() == TopicProblem.Endangered.DECISIONS)
                .count();
        return found == 0
                ? Optional.empty()
                : Optional.of(found + " topic setting(s) are wrong, see the log or topics --verify");
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
