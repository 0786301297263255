package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Requests that sell out slots of a thousand seats, one after the other, two hundred event types side by side. After the
 * {@linkplain #untilSpread first of them} the event types are evenly spread between an empty slot and a full one, so any
 * piece of what follows costs the same.
 */
public final class SeatsRequests implements RequestSource {

    public static final int SEATS = 1_000;

    private static final int TYPES = 200;
    private static final long FIRST_TYPE = 10_000;
    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");
    /** Far enough that no two slots share a document. */
    private static final Duration APART = Duration.ofHours(24);

    /** Whose requests come first: as many of each as it is ahead. */
    private final int[] spreading = IntStream.range(0, SEATS)
            .flatMap(seat -> IntStream.range(0, TYPES).filter(type -> seat < ahead(type)))
            .toArray();

    private static int ahead(int type) {
        return type * SEATS / TYPES;
    }

    public long[] types() {
        return LongStream.range(FIRST_TYPE, FIRST_TYPE + TYPES).toArray();
    }

    /** So many requests come first. */
    public long untilSpread() {
        return spreading.length;
    }

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        long later = number - spreading.length;
        int type = later < 0 ? spreading[(int) number] : (int) (later % TYPES);
        long slot = later < 0 ? 0 : (later / TYPES + ahead(type)) / SEATS;
        return RequestRecords.of(
                topic,
                Long.toString(FIRST_TYPE + type),
                RequestRecords.reserve(
                        RequestRecords.uid(number),
                        FIRST_SLOT.plusMillis(APART.toMillis() * slot).toString()));
    }
}
