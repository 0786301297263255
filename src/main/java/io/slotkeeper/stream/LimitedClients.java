package io.slotkeeper.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients for Streams whose consumer sees a log up to given offsets only, as if it ended there. So Streams itself can
 * process a part of a log, commit exactly its end, and go on from there later.
 */
public final class LimitedClients implements KafkaClientSupplier {

    private final Map<TopicPartition, Long> ends;

    /** @param ends the first offset of each partition that must not be seen; partitions without one are not limited */
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
        return limited(unlimited(config));
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

    /** Kafka's interface has seventy methods, of which two are ours. */
    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> limited(Consumer<byte[], byte[]> consumer) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, new Limit(consumer));
    }

    private final class Limit implements InvocationHandler {
        private final Consumer<byte[], byte[]> consumer;
        /** Where there is nothing more to see. Streams pauses and resumes for its own reasons. */
        private final Set<TopicPartition> reached = new HashSet<>();

        Limit(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            Object result = call(method, arguments);
            if (result instanceof ConsumerRecords<?, ?> polled) {
                return cut((ConsumerRecords<byte[], byte[]>) polled);
            }
            if (method.getName().equals("resume")) {
                pauseReached();
            }
            return result;
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(consumer, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private ConsumerRecords<byte[], byte[]> cut(ConsumerRecords<byte[], byte[]> polled) {
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

        private void pauseReached() {
            Collection<TopicPartition> assigned = consumer.assignment();
            reached.retainAll(assigned);
            consumer.pause(reached);
        }
    }
}
