package io.slotkeeper.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Limits a consumer to the records before given offsets, as if its log ended there. Used by the thread of the consumer.
 */
final class ReadLimit {

    private final Map<TopicPartition, Long> ends;
    private final Consumer<byte[], byte[]> consumer;
    /**
     * Partitions whose limit is reached. They are kept paused, because Streams pauses and resumes partitions for
     * reasons of its own.
     */
    private final Set<TopicPartition> reached = new HashSet<>();

    /** @param ends first offset of each partition that is not read; partitions without one are not limited */
    ReadLimit(Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
        this.ends = ends;
        this.consumer = consumer;
    }

    /**
     * The polled records before the limits. Where a limit is reached, the position is moved to it and the partition is
     * paused.
     */
    ConsumerRecords<byte[], byte[]> cut(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            long end = ends.getOrDefault(partition, Long.MAX_VALUE);
            List<ConsumerRecord<byte[], byte[]>> before = new ArrayList<>(records);
            before.removeIf(record -> record.offset() >= end);
            if (before.size() < records.size()) {
                consumer.seek(partition, end);
                next.put(partition, new OffsetAndMetadata(end));
                reached.add(partition);
            }
            if (!before.isEmpty()) {
                kept.put(partition, before);
            } else {
                next.remove(partition);
            }
        }
        pauseReached();
        return new ConsumerRecords<>(kept, next);
    }

    /** Pauses the partitions whose limit is reached. To be called after partitions were resumed. */
    void pauseReached() {
        reached.retainAll(consumer.assignment());
        consumer.pause(reached);
    }
}
