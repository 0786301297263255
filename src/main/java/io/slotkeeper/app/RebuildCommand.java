package io.slotkeeper.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.replay.LastRecord;
import io.slotkeeper.stream.LimitedClients;
import io.slotkeeper.stream.Ticks;
import io.slotkeeper.stream.Topic;
import io.slotkeeper.stream.TopicReport;
import io.slotkeeper.stream.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        description = {
            "With the application stopped: processes its input logs from their beginning, as far as it had processed",
            "them, into new state and outputs under another prefix. Sends nothing to the inputs. Afterwards run with the",
            "same --prefix and --input-prefix goes on from there. Stopped before its end it can be started again."
        })
final class RebuildCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(200);

    /** Longer than the session of a rebuild that was killed. */
    private static final Duration SESSION = Duration.ofSeconds(15);

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--state-dir", paramLabel = "FOLDER", description = "Local state (default: .slotkeeper/state).")
    private @Nullable Path stateDir;

    @Option(names = "--threads", paramLabel = "N", description = "Stream threads (default: 2).")
    private @Nullable String threads;

    private final Surroundings surroundings;

    RebuildCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** How far each input partition is to be processed, and how one sees that it was. */
    private record Goal(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> lastRecords) {

        long missing(Map<TopicPartition, Long> committed) {
            return lastRecords.entrySet().stream()
                    .mapToLong(last -> Math.max(0, last.getValue() + 1 - committed.getOrDefault(last.getKey(), 0L)))
                    .sum();
        }
    }

    @Override
    public Integer call() {
        Config given = cluster.read(surroundings.environment(), flags());
        Topics old = Topics.withPrefix(given.topics().inputPrefix());
        if (old.prefix().equals(given.topics().prefix())) {
            throw new WrongUse("--prefix and --input-prefix are both " + old.prefix()
                    + ", expected a new prefix and that of the inputs");
        }
        try (Admin admin = Clients.reach(given.cluster())) {
            requireStopped(admin, old, Duration.ZERO);
            requireStopped(admin, given.topics(), SESSION);
            Config config = given.with(RecordedSettings.of(given, old));
            TopicReport report =
                    TopicsCommand.requireGood(Clients.check(admin, config).verify());
            Goal goal = goal(admin, config, old, report.partitions());
            requireNotBeyond(admin, config, goal);
            return rebuild(admin, config, report, goal);
        }
    }

    private Map<String, String> flags() {
        var flags = new TreeMap<String, String>();
        ClusterOptions.put(flags, Key.STATE_DIR, stateDir);
        ClusterOptions.put(flags, Key.THREADS, threads);
        return flags;
    }

    /**
     * Two that process one log would both send ticks to it, and the goal would move.
     *
     * @param patience until those that were killed have left
     */
    private static void requireStopped(Admin admin, Topics topics, Duration patience) {
        String group = topics.applicationId();
        long deadline = System.nanoTime() + patience.toNanos();
        int members = members(admin, group);
        while (members > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK.toNanos());
            members = members(admin, group);
        }
        if (members > 0) {
            throw new Failure("the application " + group + " is running (" + members
                    + " members of its group), stop it first; killed instances leave after some seconds");
        }
    }

    private static int members(Admin admin, String group) {
        try {
            ConsumerGroupDescription found =
                    admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            return found == null ? 0 : found.members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw new Failure("the group " + group + " can't be looked at: " + Clients.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while looking at the group " + group, e);
        }
    }

    /** Where the old application's offsets are lost, the end of the log is the goal. */
    private static Goal goal(Admin admin, Config config, Topics old, int partitions) {
        Map<TopicPartition, Long> committed = CommittedOffsets.of(admin, old.applicationId());
        var ends = new HashMap<TopicPartition, Long>();
        var lastRecords = new HashMap<TopicPartition, Long>();
        try (Consumer<byte[], byte[]> consumer = Clients.consumer(config.cluster())) {
            for (Topic input : Topic.inputs()) {
                for (int partition = 0; partition < partitions; partition++) {
                    var log = new TopicPartition(old.name(input), partition);
                    List<TopicPartition> one = List.of(log);
                    long start = consumer.beginningOffsets(one).getOrDefault(log, 0L);
                    if (start > 0) {
                        throw new Failure(
                                log + " begins at offset " + start
                                        + ": its retention, or somebody, deleted what came before, so it can't be processed anew");
                    }
                    long end =
                            committed.getOrDefault(log, consumer.endOffsets(one).getOrDefault(log, 0L));
                    ends.put(log, end);
                    lastRecords.put(log, LastRecord.before(() -> Clients.consumer(config.cluster()), log, end));
                }
            }
        }
        return new Goal(ends, lastRecords);
    }

    private static void requireNotBeyond(Admin admin, Config config, Goal goal) {
        CommittedOffsets.of(admin, config.topics().applicationId()).forEach((log, offset) -> {
            if (offset > goal.ends().getOrDefault(log, Long.MAX_VALUE) && goal.missing(Map.of(log, offset)) == 0) {
                // Markers of transactions may follow the last record.
                long last = goal.lastRecords().getOrDefault(log, -1L);
                if (LastRecord.before(() -> Clients.consumer(config.cluster()), log, offset) > last) {
                    throw new Failure("the application " + config.topics().applicationId() + " has processed " + log
                            + " beyond what is to be rebuilt; choose another prefix");
                }
            }
        });
    }

    private int rebuild(Admin admin, Config config, TopicReport report, Goal goal) {
        CompletableFuture<String> stop = surroundings.stop().requested();
        String group = config.topics().applicationId();
        long all = goal.missing(Map.of());
        var missing = new AtomicLong(goal.missing(CommittedOffsets.of(admin, group)));
        try (var processor = Processor.start(
                        config,
                        report,
                        Ticks.NOT_SENT,
                        Optional.of(new LimitedClients(goal.ends())),
                        new SimpleMeterRegistry());
                var bar = new ProgressBar(surroundings.console(), all, () -> all - missing.get())) {
            bar.start();
            while (missing.get() > 0 && !stop.isDone()) {
                if (processor.failed().isDone()) {
                    throw new Failure(processor.failed().join());
                }
                LockSupport.parkNanos(LOOK.toNanos());
                missing.set(goal.missing(CommittedOffsets.of(admin, group)));
            }
        }
        if (missing.get() > 0) {
            throw new Failure("stopped with " + missing + " records to go; the same command goes on from there");
        }
        surroundings
                .console()
                .talk("rebuilt under " + config.topics().prefix()
                        + " as far as it was processed; to compare: ./slotkeeper"
                        + " replay --verify --prefix " + config.topics().prefix() + " --input-prefix "
                        + config.topics().inputPrefix());
        return Main.GOOD;
    }
}
