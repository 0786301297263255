package io.slotkeeper.app.bench.lab;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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
    private static final byte[] EXPIRED = "expired".getBytes(StandardCharsets.US_ASCII);
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

    /** Whether an outcome, in either format, is that of an accepted request. */
    public static boolean isAccepted(ConsumerRecord<byte[], byte[]> outcome) {
        return contains(outcome, ACCEPTED);
    }

    /** Whether a snapshot, in either format, is that of a hold that has expired. */
    public static boolean isExpired(ConsumerRecord<byte[], byte[]> snapshot) {
        return contains(snapshot, EXPIRED);
    }

    /** A look at the bytes, cheaper than reading them. */
    private static boolean contains(ConsumerRecord<byte[], byte[]> one, byte[] word) {
        byte[] value = one.value();
        int last = value == null ? -1 : value.length - word.length;
        for (int start = 0; start <= last; start++) {
            if (Arrays.equals(value, start, start + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
