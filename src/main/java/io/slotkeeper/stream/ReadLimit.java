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

/** The offsets at which a consumer's log ends for whoever polls. Used by the consumer's one thread. */
final class ReadLimit {

    private final Map<TopicPartition, Long> ends;
    private final Consumer<byte[], byte[]> consumer;
    /** Where there is nothing more to see. Streams pauses and resumes for its own reasons. */
    private final Set<TopicPartition> reached = new HashSet<>();

    /** @param ends the first offset of each partition that must not be seen; partitions without one are not limited */
    ReadLimit(Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
        this.ends = ends;
        this.consumer = consumer;
    }

    /** What was polled, up to the ends; the consumer stands at an end that was reached, and polls no more there. */
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

    /** To be called when partitions were resumed: an end that was reached stays one. */
    void pauseReached() {
        reached.retainAll(consumer.assignment());
        consumer.pause(reached);
    }
}
