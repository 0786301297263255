package io.slotkeeper.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer of a stream thread, whose polls are no obstacle to its commits ({@link CommitPacer}). */
abstract class PacedConsumer extends KafkaConsumer<byte[], byte[]> {

    PacedConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public final ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Duration untilCommit = CommitPacer.ofThisThread().patience(timeout, System.nanoTime());
        ConsumerRecords<byte[], byte[]> records = received(super.poll(patience(timeout, untilCommit)));
        CommitPacer.polled(this, records.count());
        return records;
    }

    /**
     * How long to wait for records.
     *
     * @param timeout what Streams asks for; zero where it has something else to do
     * @param untilCommit the same, not beyond the next commit
     */
    Duration patience(Duration timeout, Duration untilCommit) {
        return untilCommit;
    }

    /** What Streams gets of what a poll gave. */
    ConsumerRecords<byte[], byte[]> received(ConsumerRecords<byte[], byte[]> records) {
        return records;
    }
}
