package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A log as it is written by clients who reserve at a steady rate: requests spread evenly over many event types, all
 * granted, with the timestamps that a broker would have given them. Not thread-safe.
 */
public final class SteadyRequests implements RequestSource {

    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");
    private static final long TYPES = 100_000;
    /** Has no divisor in common with their number: a walk with this stride comes to each of them once. */
    private static final long STRIDE = 61_803;

    private final Instant start;
    private double logMillis;
    private double betweenMillis;

    /** @param start log time of the first request */
    public SteadyRequests(Instant start, double perSecond) {
        this.start = start;
        rate(perSecond);
    }

    /** Changes how many requests come in a second of log time, from the next request on. */
    public void rate(double perSecond) {
        betweenMillis = 1_000 / perSecond;
    }

    /** From the first request to the last so far. */
    public Duration logTime() {
        return Duration.ofMillis((long) logMillis);
    }

    public static long[] types() {
        return LongStream.rangeClosed(1, TYPES).toArray();
    }

    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        long type = 1 + (number * STRIDE) % TYPES;
        Instant slot = FIRST_SLOT.plus(Duration.ofMinutes(30 * (number / TYPES)));
        logMillis += betweenMillis;
        return RequestRecords.of(
                topic,
                start.toEpochMilli() + (long) logMillis,
                Long.toString(type),
                RequestRecords.reserve(RequestRecords.uid(number), slot.toString()));
    }
}
