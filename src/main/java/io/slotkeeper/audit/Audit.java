package io.slotkeeper.audit;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.oracle.OracleSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.replay.LogReader;
import io.slotkeeper.replay.PartitionTasks;
import io.slotkeeper.replay.TruncatedLogException;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges all that an application has committed, from the beginning of its inputs, while it runs or when it has ended. Input
 * partitions are judged one by one, several at a time; of each, log and outputs are walked together once.
 *
 * <p>For logs of tests and of staging: the oracle has no index and looks at all that is live for every record, so a
 * partition costs its length times its live state. Memory is that of live state and of a line for each key that a snapshot
 * topic holds.
 */
public final class Audit {

    private final Admin admin;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final TopicNames topics;
    private final OracleSettings settings;
    private final BooleanSupplier stopped;
    private final LongAdder progress = new LongAdder();

    /**
     * @param admin stays the caller's to close
     * @param readers of what is committed, without a group; each is closed here
     * @param settings that the outputs were decided with
     * @param stopped whether to end before the end; asked by several threads
     */
    public Audit(
            Admin admin,
            Supplier<Consumer<byte[], byte[]>> readers,
            TopicNames topics,
            DecisionSettings settings,
            BooleanSupplier stopped) {
        this.admin = admin;
        this.readers = readers;
        this.topics = topics;
        this.settings = settings(settings);
        this.stopped = stopped;
    }

    private static OracleSettings settings(DecisionSettings settings) {
        ConversationSettings conversations = settings.conversations();
        ReservationSettings reservations = settings.reservations();
        return new OracleSettings(
                settings.partitions(),
                conversations.retention(),
                conversations.maxParticipants(),
                reservations.defaultHold(),
                reservations.max(),
                reservations.maxTotal(),
                limit(reservations.maxLiveHolds()),
                limit(reservations.maxExtensions()),
                limit(reservations.anonymousMaxLiveHolds()),
                reservations.anonymousMaxTotal(),
                reservations.closedRetention(),
                reservations.bookingRetention(),
                reservations.maxPerPartition(),
                reservations.strictHolds());
    }

    private static Optional<Integer> limit(int setting) {
        return Optional.of(setting).filter(it -> it != DecisionSetting.UNLIMITED);
    }

    /** Records of the inputs that were judged so far; may be asked by any thread. */
    public long progress() {
        return progress.sum();
    }

    /**
     * Judges every partition of both inputs.
     *
     * @param ends the offset up to which each partition is processed, at least; 0 where none is given
     * @return empty when it was stopped
     * @throws TruncatedLogException when a log's beginning is gone
     * @throws org.apache.kafka.common.KafkaException when the cluster doesn't answer
     */
    public Optional<AuditReport> judge(Map<TopicPartition, Long> ends) {
        var tally = new Tally();
        new OpenTransactionsCheck(admin, topics, settings.partitions(), OpenTransactionsCheck.PATIENCE, stopped)
                .await(tally);
        var tasks = new PartitionTasks(stopped);
        var cluster = new AuditedCluster(
                topics,
                readers,
                settings,
                LogReader.ranges(readers, topics, settings.partitions()),
                progress,
                tasks::areOver);
        List<PartitionAudit> partitions = new ArrayList<>();
        for (Topic input : Topic.inputs()) {
            for (int partition = 0; partition < settings.partitions(); partition++) {
                long end = ends.getOrDefault(new TopicPartition(topics.name(input), partition), 0L);
                partitions.add(new PartitionAudit(cluster, input, partition, end));
            }
        }
        return tasks.run(partitions).map(results -> report(results, tally));
    }

    private static AuditReport report(List<PartitionAudit.PartitionTally> results, Tally transactions) {
        var all = new Tally();
        results.forEach(result -> all.add(result.tally()));
        all.add(transactions);
        long records = results.stream()
                .mapToLong(PartitionAudit.PartitionTally::records)
                .sum();
        return new AuditReport(records, all.figures(), all.first());
    }
}
