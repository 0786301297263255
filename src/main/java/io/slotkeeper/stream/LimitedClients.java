package io.slotkeeper.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka clients for Streams whose consumers read a log only up to given offsets, as if it ended there. Streams itself
 * can then process a part of a log, commit exactly its end, and continue from there later.
 */
public final class LimitedClients implements KafkaClientSupplier {

    private final Map<TopicPartition, Long> ends;

    /** @param ends first offset of each partition that is not read; partitions without one are not limited */
    public LimitedClients(Map<TopicPartition, Long> ends) {
        this.ends = Map.copyOf(ends);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new LimitedConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return unlimited(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return unlimited(config);
    }

    private static Consumer<byte[], byte[]> unlimited(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private final class LimitedConsumer extends KafkaConsumer<byte[], byte[]> {
        private final ReadLimit limit = new ReadLimit(ends, this);

        LimitedConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return limit.cut(super.poll(timeout));
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            super.resume(partitions);
            limit.pauseReached();
        }
    }
}
