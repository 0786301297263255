package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Each slot is reserved, and released by the request that follows: the number of live holds stays what it is.
 *
 * @param reserved what is reserved
 */
public record ReservedAndReleased(ReserveRequests reserved) implements RequestSource {

    private static final String UID = "\"reservation_uid\":\"";

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        ProducerRecord<byte[], byte[]> reserve = reserved.request(topic, number / 2);
        if (number % 2 == 0) {
            return reserve;
        }
        String json = new String(reserve.value(), StandardCharsets.US_ASCII);
        int from = json.indexOf(UID) + UID.length();
        String uid = json.substring(from, json.indexOf('"', from));
        return RequestRecords.of(
                topic,
                new String(reserve.key(), StandardCharsets.US_ASCII),
                "{\"type\":\"release_reservation\"," + UID + uid + "\"}");
    }
}
