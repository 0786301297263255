package io.slotkeeper.audit;

import io.slotkeeper.audit.Finding.Coordinates;
import io.slotkeeper.replay.LogReader;
import io.slotkeeper.replay.LogReader.Range;
import io.slotkeeper.request.Source;
import io.slotkeeper.topics.Topic;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed records of a partition of an output topic that one input partition has to answer for, one after the other:
 * those that were made for its records. One that names no record for which it could stand there is the first reader's.
 */
final class OutputPartition implements AutoCloseable {

    /** Before all records: so what names none of them is noticed at once. */
    static final long NOWHERE = -1;

    private final AuditedCluster cluster;
    private final Topic topic;
    private final TopicPartition partition;
    private final Topic input;
    private final int inputPartition;
    private final LogReader reader;
    private Optional<CommittedOutput> head = Optional.empty();

    OutputPartition(AuditedCluster cluster, Topic topic, int partition, Topic input, int inputPartition) {
        this.cluster = cluster;
        this.topic = topic;
        this.partition = new TopicPartition(cluster.topics().name(topic), partition);
        this.input = input;
        this.inputPartition = inputPartition;
        this.reader = new LogReader(
                cluster.readers(), this.partition, cluster.ranges().getOrDefault(this.partition, new Range(0, 0)));
    }

    /** Whether nothing was deleted from its beginning. */
    boolean isWhole() {
        return reader.start() == 0;
    }

    /** The next record, which stays the next one until {@link #take()}; empty at the end. */
    Optional<CommittedOutput> peek() {
        while (head.isEmpty() && reader.peek().isPresent()) {
            head = Optional.of(CommittedOutput.of(topic, reader.take())).filter(this::isOurs);
        }
        return head;
    }

    /** Passes the next record. */
    CommittedOutput take() {
        CommittedOutput taken = peek().orElseThrow();
        head = Optional.empty();
        return taken;
    }

    /** The offset of the input's record that an output says it was made for. */
    long position(CommittedOutput found) {
        return found.source().filter(this::isInput).map(Source::offset).orElse(NOWHERE);
    }

    private boolean isInput(Source source) {
        return source.topic().equals(input.logicalName()) && source.partition() == inputPartition;
    }

    private boolean isOurs(CommittedOutput found) {
        return topic.isSnapshots()
                || found.source().filter(this::canBeHere).map(this::isInput).orElseGet(this::isFirstReader);
    }

    /** Outcomes of an edge come from all partitions, everything else from its own. */
    private boolean canBeHere(Source source) {
        boolean known =
                Topic.inputs().stream().anyMatch(one -> one.logicalName().equals(source.topic()));
        return known
                && (topic == Topic.EDGE_OUTCOMES
                        ? source.partition() < cluster.settings().partitions()
                        : source.partition() == partition.partition());
    }

    private boolean isFirstReader() {
        return input == Topic.inputs().get(0)
                && inputPartition == (topic == Topic.EDGE_OUTCOMES ? 0 : partition.partition());
    }

    /** Reads one record again; empty when compaction has removed it in the meantime. */
    Optional<CommittedOutput> again(long offset) {
        try (var one = new LogReader(cluster.readers(), partition, new Range(offset, offset + 1))) {
            return one.peek().map(record -> CommittedOutput.of(topic, record));
        }
    }

    Coordinates coordinates() {
        return new Coordinates(topic, partition.partition(), Optional.empty());
    }

    @Override
    public void close() {
        reader.close();
    }
}
