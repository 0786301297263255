package io.slotkeeper.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kafka clients for Streams whose consumers read a log only up to given offsets, as if it ended there. Streams itself
 * can then process a part of a log, commit exactly its end, and continue from there later.
 */
public final class LimitedClients extends PlainClients {

    private final Map<TopicPartition, Long> ends;

    /** @param ends first offset of each partition that is not read; partitions without one are not limited */
    public LimitedClients(Map<TopicPartition, Long> ends) {
        this.ends = Map.copyOf(ends);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new LimitedConsumer(config);
    }

    private final class LimitedConsumer extends KafkaConsumer<byte[], byte[]> {
        private final ReadLimit limit = new ReadLimit(ends, this);

        LimitedConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> records =
                    limit.cut(super.poll(CommitPacer.ofThisThread().patience(timeout, System.nanoTime())));
            CommitPacer.polled(this, records.count());
            return records;
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            super.resume(partitions);
            limit.pauseReached();
        }
    }
}
