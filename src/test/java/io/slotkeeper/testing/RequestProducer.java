package io.slotkeeper.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An upstream on the test broker. */
final class RequestProducer implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", Broker.bootstrap(), "linger.ms", "0"),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    private final List<Future<RecordMetadata>> posted = new ArrayList<>();

    /** Waits until the broker has it. */
    RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return Broker.join(producer.send(record));
    }

    /** Sends without waiting; {@link #flush()} waits for all. */
    void post(ProducerRecord<byte[], byte[]> record) {
        posted.add(producer.send(record));
    }

    /** Waits until the broker has everything that was posted. */
    void flush() {
        posted.forEach(Broker::join);
        posted.clear();
    }

    /** Drops what was posted and not sent yet. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
