package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.Lab;
import io.slotkeeper.app.bench.lab.RequestSource;
import io.slotkeeper.topics.KeyPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Requests that reserve a slot, spread evenly over event types. The slots of each type follow one another, so that all
 * are granted.
 *
 * @param types numbers of the event types
 * @param perSlot how many requests in a row of each event type are for the same slot: as many as it has seats
 * @param apart from the start of a slot to that of the next
 */
public record ReserveRequests(long[] types, int perSlot, Duration apart) implements RequestSource {

    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final long USUAL_TYPES = 2_000;

    /** Of 2,000 event types. */
    public static ReserveRequests usual() {
        return new ReserveRequests(LongStream.rangeClosed(1, USUAL_TYPES).toArray(), 1, HALF_AN_HOUR);
    }

    /** Of as many other event types that are all in the partition of this one. */
    public static ReserveRequests besideType(long type) {
        int partition = KeyPartition.of(Long.toString(type), Lab.PARTITIONS);
        long[] types = LongStream.iterate(type + 1, other -> other + 1)
                .filter(other -> KeyPartition.of(Long.toString(other), Lab.PARTITIONS) == partition)
                .limit(USUAL_TYPES)
                .toArray();
        return new ReserveRequests(types, 1, HALF_AN_HOUR);
    }

    /** All of one event type, slots all different. */
    public static ReserveRequests ofOneType(long type) {
        return new ReserveRequests(new long[] {type}, 1, HALF_AN_HOUR);
    }

    /** Of so many event types, from a number on, with so many seats each. */
    public static ReserveRequests ofSeats(long firstType, int count, int seats, Duration apart) {
        return new ReserveRequests(
                LongStream.range(firstType, firstType + count).toArray(), seats, apart);
    }

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        long type = types[(int) (number % types.length)];
        long slot = number / types.length / perSlot;
        // With the type's number in it: the same source may be there for other types.
        String uid = RequestRecords.uid(number * 1_000_003 + types[0]);
        return RequestRecords.of(
                topic,
                Long.toString(type),
                RequestRecords.reserve(
                        uid, FIRST_SLOT.plusMillis(apart.toMillis() * slot).toString()));
    }
}
