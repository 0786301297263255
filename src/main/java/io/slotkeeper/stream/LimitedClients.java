package io.slotkeeper.stream;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

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

    private final class LimitedConsumer extends PacedConsumer {
        private final ReadLimit limit = new ReadLimit(ends, this);

        LimitedConsumer(Map<String, Object> config) {
            super(config);
        }

        @Override
        ConsumerRecords<byte[], byte[]> received(ConsumerRecords<byte[], byte[]> records) {
            return limit.cut(records);
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            super.resume(partitions);
            limit.pauseReached();
        }
    }
}
