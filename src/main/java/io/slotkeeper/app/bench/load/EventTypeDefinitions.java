package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Requests that define event types whose slots have half an hour.
 *
 * @param seats of each slot; 0: not seated
 */
public record EventTypeDefinitions(long[] types, int seats) implements RequestSource {

    public EventTypeDefinitions(ReserveRequests requests) {
        this(requests.types(), requests.perSlot() > 1 ? requests.perSlot() : 0);
    }

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        String seated = seats == 0 ? "" : ",\"seats_per_time_slot\":" + seats;
        return RequestRecords.of(
                topic,
                Long.toString(types[(int) number]),
                "{\"type\":\"define_event_type\",\"length_minutes\":30" + seated + "}");
    }
}
