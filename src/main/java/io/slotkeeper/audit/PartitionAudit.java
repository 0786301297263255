package io.slotkeeper.audit;

import io.slotkeeper.oracle.InputRecord;
import io.slotkeeper.oracle.Oracle;
import io.slotkeeper.oracle.Output;
import io.slotkeeper.oracle.Output.ExpectedChannel;
import io.slotkeeper.replay.LogReader;
import io.slotkeeper.replay.LogReader.Range;
import io.slotkeeper.replay.TruncatedLogException;
import io.slotkeeper.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Judges one partition of an input and all that was made for it. Used once, by one thread. */
final class PartitionAudit implements Callable<PartitionAudit.PartitionTally> {

    /** @param records that were judged, ticks included */
    record PartitionTally(long records, Tally tally) {}

    /**
     * Where what is judged ends.
     *
     * @param offset the first that isn't judged
     * @param next log time at the first record behind it; empty: there is none, so no output may be made for one
     */
    record LogEnd(long offset, Optional<Instant> next) {}

    private final AuditedCluster cluster;
    private final Topic input;
    private final int partition;
    private final long end;
    private final Range log;
    private final Oracle oracle;
    private final Tally tally = new Tally();
    private final OutputPartition snapshots;
    private final SnapshotsCheck snapshotsCheck;
    private final LivesCheck lives;
    private final CapacityCheck capacity = new CapacityCheck(tally);
    private final AnswersCheck outcomes;
    private final AnswersCheck refused;
    private final List<AnswersCheck> edgeOutcomes = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    /** @param end the first offset that isn't to be judged */
    PartitionAudit(AuditedCluster cluster, Topic input, int partition, long end) {
        this.cluster = cluster;
        this.input = input;
        this.partition = partition;
        this.end = end;
        this.log = cluster.ranges().getOrDefault(log(), new Range(0, 0));
        this.oracle = new Oracle(cluster.settings());
        this.snapshots = output(input.snapshots(), partition);
        this.lives = new LivesCheck(snapshots, tally);
        this.snapshotsCheck = new SnapshotsCheck(snapshots, log.end(), tally, this::observe);
        this.outcomes = answers(Topic.REQUEST_OUTCOMES, partition, Judged.REQUESTS);
        this.refused = answers(Topic.REFUSED_RECORDS, partition, Judged.REFUSED_RECORDS);
        for (int edge = 0; edge < cluster.settings().partitions(); edge++) {
            edgeOutcomes.add(answers(Topic.EDGE_OUTCOMES, edge, Judged.REQUESTS));
        }
    }

    private TopicPartition log() {
        return new TopicPartition(cluster.topics().name(input), partition);
    }

    private AnswersCheck answers(Topic topic, int number, Judged what) {
        return new AnswersCheck(output(topic, number), what, log.end(), tally);
    }

    private OutputPartition output(Topic topic, int number) {
        return new OutputPartition(cluster, topic, number, input, partition);
    }

    private void observe(CommittedOutput found) {
        lives.observe(found);
        if (input == Topic.RESERVATION_REQUESTS) {
            capacity.observe(found);
        }
    }

    @Override
    public PartitionTally call() {
        if (log.start() > 0) {
            throw new TruncatedLogException(log(), log.start());
        }
        long records = 0;
        try (LogReader reader = new LogReader(cluster.readers(), log(), log)) {
            while (!cluster.stopped().getAsBoolean()
                    && reader.peek().filter(it -> it.offset() < end).isPresent()) {
                judge(reader.take());
                cluster.progress().increment();
                records++;
            }
            if (!cluster.stopped().getAsBoolean()) {
                end(reader.peek());
            }
            return new PartitionTally(records, tally);
        } finally {
            snapshotsCheck.close();
            answers().forEach(AnswersCheck::close);
        }
    }

    private List<AnswersCheck> answers() {
        var all = new ArrayList<>(edgeOutcomes);
        all.add(outcomes);
        all.add(refused);
        return all;
    }

    private void judge(ConsumerRecord<byte[], byte[]> record) {
        long offset = record.offset();
        tally.at(input, partition, offset);
        now = logTime(record);
        InputRecord read = InputRecords.of(input, record, cluster.settings().partitions());
        for (Output expected : oracle.next(read)) {
            if (expected.channel() == ExpectedChannel.SNAPSHOTS) {
                snapshotsCheck.expect(expected, offset);
            } else {
                snapshotsCheck.settle(offset, now);
                Optional<CommittedOutput> found = answersOf(expected).expect(expected, offset);
                capacity.answered(
                        read.value(), found, found.map(CommittedOutput::output).orElse(expected));
            }
        }
        snapshotsCheck.settle(offset, now);
        answers().forEach(it -> it.settle(offset));
    }

    private Instant logTime(ConsumerRecord<byte[], byte[]> record) {
        Instant timestamp = Instant.ofEpochMilli(record.timestamp());
        return timestamp.isAfter(now) ? timestamp : now;
    }

    private AnswersCheck answersOf(Output expected) {
        return switch (expected.channel()) {
            case OUTCOMES -> outcomes;
            case EDGE_OUTCOMES -> edgeOutcomes.get(expected.partition().orElseThrow());
            case REFUSED -> refused;
            case SNAPSHOTS -> throw new IllegalArgumentException("Expected an answer but got " + expected);
        };
    }

    private void end(Optional<ConsumerRecord<byte[], byte[]>> next) {
        var at = new LogEnd(end, next.map(this::logTime));
        snapshotsCheck.end(at);
        answers().forEach(it -> it.end(at));
        lives.end(now, oracle.nextDeadline(input.logicalName(), partition));
    }
}
