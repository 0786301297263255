package io.slotkeeper.app.cli;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.console.ProgressBar;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.RecordedSettings;
import io.slotkeeper.audit.Audit;
import io.slotkeeper.audit.AuditReport;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.replay.RecordEnds;
import io.slotkeeper.replay.TruncatedLogException;
import io.slotkeeper.stream.cluster.ConsumerGroup;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** An audit of a configured cluster, with a bar on a terminal. */
public final class ClusterAudit {

    private static final Duration LOOK = Duration.ofMillis(200);

    /** For so long nothing may be processed: a killed instance's partitions are taken over in a third of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Config config;
    private final Console console;
    private final CompletableFuture<String> stop;

    /** @param stop completes when it is to end at once */
    public ClusterAudit(Config config, Console console, CompletableFuture<String> stop) {
        this.config = config;
        this.console = console;
        this.stop = stop;
    }

    /**
     * Judges what is processed, or everything.
     *
     * @param untilEnd waits until the application has processed all that is in the inputs now
     * @throws CommandFailure when the cluster doesn't answer, a log's beginning is gone, nothing is processed any more, or
     *     it was stopped
     */
    public AuditReport run(boolean untilEnd) {
        try (Admin admin = KafkaClients.reach(config.cluster())) {
            DecisionSettings settings = RecordedSettings.of(config);
            var group = new ConsumerGroup(admin, config.topics().applicationId());
            Map<TopicPartition, Long> ends = untilEnd ? awaitEnds(group, settings.partitions()) : group.committed();
            var audit = new Audit(
                    admin, () -> KafkaClients.consumer(config.cluster()), config.topics(), settings, stop::isDone);
            long total = ends.values().stream().mapToLong(Long::longValue).sum();
            try (var bar = new ProgressBar(console, total, audit::progress)) {
                bar.start();
                return audit.judge(ends).orElseThrow(ClusterAudit::stopped);
            }
        } catch (TruncatedLogException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static CommandFailure stopped() {
        return new CommandFailure("stopped before the end");
    }

    /** The end of each input as it is now, when the group has come there. */
    private Map<TopicPartition, Long> awaitEnds(ConsumerGroup group, int partitions) {
        var whole = new HashMap<TopicPartition, Long>();
        for (Topic input : Topic.inputs()) {
            for (int partition = 0; partition < partitions; partition++) {
                whole.put(new TopicPartition(config.topics().name(input), partition), Long.MAX_VALUE);
            }
        }
        Map<TopicPartition, Long> ends = RecordEnds.of(() -> KafkaClients.consumer(config.cluster()), whole);
        await(group, ends);
        return ends;
    }

    private void await(ConsumerGroup group, Map<TopicPartition, Long> ends) {
        long missing = missing(ends, group.committed());
        if (missing > 0) {
            console.message(
                    "waiting until " + group.id() + " has processed " + missing + " more offsets of its inputs");
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (missing > 0) {
            if (stop.isDone()) {
                throw stopped();
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(group.id() + " has processed nothing for " + PATIENCE.toSeconds() + " s, with "
                        + missing + " offsets of its inputs to go; without --until-end what is processed is judged");
            }
            LockSupport.parkNanos(LOOK.toNanos());
            long now = missing(ends, group.committed());
            if (now < missing) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
            missing = now;
        }
    }

    private static long missing(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }
}
