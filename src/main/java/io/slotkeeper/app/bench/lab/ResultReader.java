package io.slotkeeper.app.bench.lab;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed to a topic from now on. Not thread-safe. */
public final class ResultReader implements AutoCloseable {

    private static final byte[] ACCEPTED = "accepted".getBytes(StandardCharsets.US_ASCII);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;

    ResultReader(String bootstrap, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, Lab.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: without this it would happen in the first poll.
        partitions.forEach(consumer::position);
    }

    /** Gives each record that has come to a receiver; waits for some for 50 ms at most. */
    public int poll(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
            each.accept(one);
            count++;
        }
        return count;
    }

    /** Whether an outcome, in either format, is that of an accepted request: a look at its bytes, cheaper than reading it. */
    public static boolean isAccepted(ConsumerRecord<byte[], byte[]> outcome) {
        byte[] value = outcome.value();
        int last = value == null ? -1 : value.length - ACCEPTED.length;
        for (int start = 0; start <= last; start++) {
            if (startsAt(value, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsAt(byte[] value, int start) {
        for (int i = 0; i < ACCEPTED.length; i++) {
            if (value[start + i] != ACCEPTED[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
