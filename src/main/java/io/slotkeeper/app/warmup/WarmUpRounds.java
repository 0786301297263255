package io.slotkeeper.app.warmup;

import java.util.ArrayList;
import java.util.List;

/**
 * When it is warm: the time per request has stopped falling and next to nothing is compiled any longer. Time is that of
 * the processor, so that other programs on the machine change nothing. Not thread-safe.
 */
final class WarmUpRounds {

    /**
     * Requests before which it isn't over: the JVM compiles well what was called 5,000 times, and half of them are of
     * each kind. Until then
     * the time per request stands still at what the quick compiler gives.
     */
    static final int LEAST_REQUESTS = 10_000;

    /** Rounds in which it has to get better to go on. */
    private static final int LAST = 3;

    /** What counts as better: by a twentieth. Two rounds of the same code differ by about that. */
    private static final double BETTER = 0.95;

    /** Of the time that passes, on one processor: more is compiled while there is a queue. */
    private static final double COMPILES = 0.3;

    /** @param compiling the part of the round in which something was compiled */
    private record Round(double nanosPerRequest, double compiling) {}

    private final List<Round> rounds = new ArrayList<>();
    private long requests;

    /**
     * Adds a round.
     *
     * @param count of requests; without any it was no round
     * @param cpuNanos time of the processor for all of them
     * @param compileMillis time that was spent compiling meanwhile
     * @param millis that passed
     */
    void add(int count, long cpuNanos, long compileMillis, long millis) {
        if (count == 0) {
            return;
        }
        requests += count;
        rounds.add(new Round((double) cpuNanos / count, (double) compileMillis / Math.max(1, millis)));
    }

    long requests() {
        return requests;
    }

    boolean isWarm() {
        int before = rounds.size() - LAST;
        return requests >= LEAST_REQUESTS
                && before > 0
                && compiling(rounds.subList(before, rounds.size())) < COMPILES
                && best(rounds.subList(before, rounds.size())) > BETTER * best(rounds.subList(0, before));
    }

    private static double compiling(List<Round> some) {
        return some.stream().mapToDouble(Round::compiling).average().orElse(1);
    }

    private static double best(List<Round> some) {
        return some.stream().mapToDouble(Round::nanosPerRequest).min().orElse(Double.MAX_VALUE);
    }

    /** The last round. */
    @Override
    public String toString() {
        return rounds.isEmpty() ? "no round" : rounds.get(rounds.size() - 1).toString();
    }

    /** Microseconds of the processor for a request: of the first round, and of the last one. */
    String text() {
        return rounds.isEmpty()
                ? "no round"
                : micros(rounds.get(0)) + " µs of the processor for a request at first, "
                        + micros(rounds.get(rounds.size() - 1)) + " µs in the end";
    }

    private static long micros(Round round) {
        return Math.round(round.nanosPerRequest() / 1_000);
    }
}
