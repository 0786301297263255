package io.slotkeeper.replay;

import io.slotkeeper.topics.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The result of processing one partition of an input again.
 *
 * @param log name on the cluster
 * @param records number of records read
 * @param difference the first one; nothing was compared after it
 */
public record PartitionReport(
        Topic input, TopicPartition log, long records, List<Total> totals, Optional<Difference> difference) {

    /**
     * What was emitted to one output topic.
     *
     * @param emitted number of records
     * @param matched how many of them are still there; the others were deleted or compacted away
     * @param sha256 in hex, of partition, timestamp, key and value of each, in order
     */
    public record Total(Topic output, long emitted, long matched, String sha256) {}
}
