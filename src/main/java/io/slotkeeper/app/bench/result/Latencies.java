package io.slotkeeper.app.bench.result;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How long each of many requests took. */
public final class Latencies {

    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    public static Latencies ofNanos(LongStream nanos) {
        return new Latencies(nanos.sorted().toArray());
    }

    public int count() {
        return sorted.length;
    }

    /** So many percent took no longer, in milliseconds; not a number if there are none. */
    public double millis(double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(sorted.length * percent / 100);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] / 1e6;
    }

    /** Writes the usual percentiles on a sheet, in milliseconds. */
    public void write(ScenarioSheet sheet, String name) {
        for (String percent : Arrays.asList("50", "99", "99.9", "100")) {
            sheet.add(name + " p" + percent, "ms", millis(Double.parseDouble(percent)));
        }
    }
}
