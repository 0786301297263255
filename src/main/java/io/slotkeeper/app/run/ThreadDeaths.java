package io.slotkeeper.app.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the deaths of stream threads: one is replaced, but too many in a row mean that a new thread won't live either.
 * Thread-safe.
 */
final class ThreadDeaths {

    private static final int TOO_MANY = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Deque<Long> recent = new ArrayDeque<>();

    /**
     * Records the death of a thread.
     *
     * @param nanos {@link System#nanoTime()}
     * @return whether it is the third within a minute
     */
    synchronized boolean tooMany(long nanos) {
        recent.addLast(nanos);
        while (nanos - recent.getFirst() > WITHIN.toNanos()) {
            recent.removeFirst();
        }
        return recent.size() >= TOO_MANY;
    }
}
