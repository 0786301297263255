package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Requests that all came in at the same moment, by their timestamps.
 *
 * @param moment in log time
 */
public record AtOneMoment(RequestSource requests, Instant moment) implements RequestSource {

    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        ProducerRecord<byte[], byte[]> request = requests.request(topic, number);
        return new ProducerRecord<>(topic, null, moment.toEpochMilli(), request.key(), request.value());
    }
}
