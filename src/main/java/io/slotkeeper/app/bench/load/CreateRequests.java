package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Conversations of two participants that are created, and in which nobody has selected anything.
 */
public record CreateRequests() implements RequestSource {

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        return RequestRecords.of(topic, "created-" + number, SelectRequests.create(2));
    }
}
