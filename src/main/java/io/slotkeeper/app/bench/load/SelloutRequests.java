package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Six times as many requests as there are slots to hold: 1,000 event types whose popularity follows Zipf's law with the
 * exponent 1.1, each with a sixth of the slots that would be enough for who asks for it. A slot is taken again when its
 * hold lapses. Not thread-safe.
 */
public final class SelloutRequests implements RequestSource {

    private static final int TYPES = 1_000;
    private static final double EXPONENT = 1.1;
    private static final double DEMAND = 6;
    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");

    private final double[] cumulative = new double[TYPES];
    private final int[] slots = new int[TYPES];
    private final SplittableRandom random = new SplittableRandom(42);
    private final long firstType;
    private final double betweenMillis;
    private final Optional<Instant> start;

    /**
     * Requests that come in at this rate.
     *
     * @param firstType number of the first event type
     * @param hold how long a hold lasts
     * @param start log time of the first request, which then brings its timestamp with it; empty: the broker gives it
     */
    public SelloutRequests(long firstType, double perSecond, Duration hold, Optional<Instant> start) {
        this.firstType = firstType;
        this.start = start;
        this.betweenMillis = 1_000 / perSecond;
        double total = 0;
        for (int type = 0; type < TYPES; type++) {
            total += Math.pow(type + 1, -EXPONENT);
            cumulative[type] = total;
        }
        for (int type = 0; type < TYPES; type++) {
            double share = Math.pow(type + 1, -EXPONENT) / total;
            cumulative[type] /= total;
            slots[type] = (int) Math.max(1, Math.round(perSecond * share * hold.toMillis() / 1_000 / DEMAND));
        }
    }

    public long[] types() {
        return LongStream.range(firstType, firstType + TYPES).toArray();
    }

    @Override
    public boolean timed() {
        return start.isPresent();
    }

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble());
        int type = Math.min(TYPES - 1, found < 0 ? -found - 1 : found);
        Instant slot = FIRST_SLOT.plus(Duration.ofMinutes(30L * random.nextInt(slots[type])));
        return RequestRecords.of(
                topic,
                start.map(it -> it.toEpochMilli() + (long) (number * betweenMillis))
                        .orElse(null),
                Long.toString(firstType + type),
                RequestRecords.reserve(RequestRecords.uid(number * 1_000_003 + firstType), slot.toString()));
    }
}
