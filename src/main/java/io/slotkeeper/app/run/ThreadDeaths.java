package io.slotkeeper.app.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Counts the deaths of stream threads: one is replaced, but too many in a row mean that a new thread won't live either.
 * Nor does it after an {@link Error}: a class or a library that couldn't be loaded stays so, and Kafka Streams doesn't give
 * back the locks of the tasks that such a thread was opening. Thread-safe.
 */
final class ThreadDeaths {

    private static final int TOO_MANY = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Deque<Long> recent = new ArrayDeque<>();

    /**
     * Records the death of a thread.
     *
     * @param nanos {@link System#nanoTime()}
     * @return whether it is of an {@link Error}, or the third within a minute
     */
    synchronized boolean isFinal(Throwable cause, long nanos) {
        recent.addLast(nanos);
        while (nanos - recent.getFirst() > WITHIN.toNanos()) {
            recent.removeFirst();
        }
        return recent.size() >= TOO_MANY || ofError(cause);
    }

    private static boolean ofError(Throwable cause) {
        return Stream.iterate(cause, Objects::nonNull, Throwable::getCause).anyMatch(Error.class::isInstance);
    }
}
