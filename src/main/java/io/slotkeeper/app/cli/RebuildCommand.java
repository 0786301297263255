package io.slotkeeper.app.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.ProgressBar;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.RecordedSettings;
import io.slotkeeper.app.run.StreamsRunner;
import io.slotkeeper.replay.RecordEnds;
import io.slotkeeper.replay.TruncatedLogException;
import io.slotkeeper.stream.LimitedClients;
import io.slotkeeper.stream.Ticks;
import io.slotkeeper.stream.cluster.ConsumerGroup;
import io.slotkeeper.stream.cluster.TopicReport;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code rebuild} (docs/spec/log-time.md#rebuild). */
@Command(
        name = "rebuild",
        description = {
            "With the application stopped: processes its input logs from their beginning, as far as it had processed",
            "them, into new state and outputs under another prefix. Sends nothing to the inputs. Afterwards run with"
                    + " the",
            "same --prefix and --input-prefix goes on from there. Stopped before its end it can be started again."
        })
public final class RebuildCommand implements Callable<Integer> {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** Longer than the session of a rebuild that was killed. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(15);

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--state-dir", paramLabel = "FOLDER", description = "${bundle:key.state-dir}")
    private @Nullable Path stateDir;

    @Option(names = "--threads", paramLabel = "N", description = "${bundle:key.threads}")
    private @Nullable String threads;

    private final CommandContext context;

    public RebuildCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Config configured = cluster.read(context.environment(), flags());
        TopicNames old = TopicNames.withPrefix(configured.topics().inputPrefix());
        if (old.prefix().equals(configured.topics().prefix())) {
            throw new UsageError("--prefix and --input-prefix are both " + old.prefix()
                    + ", expected a new prefix and that of the inputs");
        }
        try (Admin admin = KafkaClients.reach(configured.cluster())) {
            var oldGroup = new ConsumerGroup(admin, old.applicationId());
            var newGroup = new ConsumerGroup(admin, configured.topics().applicationId());
            requireStopped(oldGroup, Duration.ZERO);
            requireStopped(newGroup, SESSION_TIMEOUT);
            Config config = configured.with(RecordedSettings.of(configured, old));
            TopicReport report =
                    TopicsCommand.requireGood(KafkaClients.check(admin, config).verify());
            Map<TopicPartition, Long> ends = ends(oldGroup, config, report.partitions());
            requireNotBeyond(newGroup, config, ends);
            return rebuild(newGroup, config, report, ends);
        } catch (TruncatedLogException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private Map<String, String> flags() {
        var flags = new TreeMap<String, String>();
        ClusterOptions.put(flags, ConfigKeys.STATE_DIR, stateDir);
        ClusterOptions.put(flags, ConfigKeys.THREADS, threads);
        return flags;
    }

    /**
     * Two applications that process one log would both send ticks to it, and its end would move.
     *
     * @param timeout for members that were killed
     */
    private static void requireStopped(ConsumerGroup group, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        int members = group.members();
        while (members > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            members = group.members();
        }
        if (members > 0) {
            throw new CommandFailure("the application " + group.id() + " is running (" + members
                    + " members of its group), stop it first; killed instances leave after some seconds");
        }
    }

    /**
     * How far each input is to be processed: to the last record that the application processed or, if its offsets are
     * lost, to the last record of the log.
     */
    private static Map<TopicPartition, Long> ends(ConsumerGroup oldGroup, Config config, int partitions) {
        Map<TopicPartition, Long> committed = oldGroup.committed();
        var processed = new HashMap<TopicPartition, Long>();
        for (Topic input : Topic.inputs()) {
            for (int partition = 0; partition < partitions; partition++) {
                var log = new TopicPartition(config.topics().name(input), partition);
                processed.put(log, committed.getOrDefault(log, Long.MAX_VALUE));
            }
        }
        return RecordEnds.of(() -> KafkaClients.consumer(config.cluster()), processed);
    }

    private static void requireNotBeyond(ConsumerGroup newGroup, Config config, Map<TopicPartition, Long> ends) {
        RecordEnds.of(() -> KafkaClients.consumer(config.cluster()), newGroup.committed())
                .forEach((log, end) -> {
                    if (end > ends.getOrDefault(log, Long.MAX_VALUE)) {
                        throw new CommandFailure("the application " + newGroup.id() + " has processed " + log
                                + " beyond what is to be rebuilt; choose another prefix");
                    }
                });
    }

    private static long missing(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private int rebuild(ConsumerGroup newGroup, Config config, TopicReport report, Map<TopicPartition, Long> ends) {
        CompletableFuture<String> stop = context.stop().requested();
        long all = missing(ends, Map.of());
        var missing = new AtomicLong(missing(ends, newGroup.committed()));
        try (var processor = StreamsRunner.start(
                        config,
                        report,
                        Ticks.NOT_SENT,
                        Optional.of(new LimitedClients(ends)),
                        Optional.empty(),
                        new SimpleMeterRegistry());
                var bar = new ProgressBar(context.console(), all, () -> all - missing.get())) {
            bar.start();
            while (missing.get() > 0 && !stop.isDone()) {
                if (processor.failed().isDone()) {
                    throw new CommandFailure(processor.failed().join());
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
                missing.set(missing(ends, newGroup.committed()));
            }
        }
        if (missing.get() > 0) {
            throw new CommandFailure("stopped with " + missing + " records to go; the same command goes on from there");
        }
        context.console()
                .message("rebuilt under " + config.topics().prefix()
                        + " as far as it was processed; to compare: ./slotkeeper"
                        + " replay --verify --prefix " + config.topics().prefix() + " --input-prefix "
                        + config.topics().inputPrefix());
        return ExitStatus.GOOD;
    }
}
