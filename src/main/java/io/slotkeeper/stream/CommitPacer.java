package io.slotkeeper.stream;

import java.time.Duration;

/**
 * Decides when a stream thread commits: soon after a record as long as it keeps up with its input, and at Kafka Streams'
 * own interval while it works off a backlog, where nobody waits for the next answer and a commit costs as much as a
 * hundred requests. Each thread has one; it is used by no other.
 */
final class CommitPacer {

    /** How long an answer waits for others at most before a commit. */
    static final Duration SOON = Duration.ofMillis(10);

    /** The interval of Kafka Streams, which ends by itself whatever this says. */
    static final Duration IN_A_BACKLOG = Duration.ofMillis(200);

    /** Records that are in the log and not polled yet, of all partitions of the thread, from which on it is behind. */
    private static final long BACKLOG = 2_000;

    private static final ThreadLocal<CommitPacer> OF_THREAD =
            ThreadLocal.withInitial(() -> new CommitPacer(System.nanoTime()));

    /** How late a planned commit may be before another one is asked for: its task may be gone. */
    private static final Duration GRACE = Duration.ofMillis(10);

    private boolean behind;
    private long lastCommit;
    private long plannedUntil;

    /** @param nanoTime now */
    CommitPacer(long nanoTime) {
        lastCommit = nanoTime - SOON.toNanos();
        plannedUntil = nanoTime;
    }

    static CommitPacer ofThisThread() {
        return OF_THREAD.get();
    }

    /** The thread has polled, and left so many records. */
    void polled(long left) {
        behind = left >= BACKLOG;
    }

    /** What is to be done after a record. */
    sealed interface Advice {
        /** To ask for a commit now. */
        record Commit() implements Advice {}

        /** To ask for one after this time, and not before that by this pacer. */
        record CommitAfter(Duration delay) implements Advice {}

        /** Nothing: a commit comes by itself, or was asked for. */
        record Nothing() implements Advice {}
    }

    private static final Advice COMMIT = new Advice.Commit();
    private static final Advice NOTHING = new Advice.Nothing();

    /** A record was processed. */
    Advice processed(long nanoTime) {
        if (behind || nanoTime - plannedUntil < 0) {
            return NOTHING;
        }
        long since = nanoTime - lastCommit;
        if (since >= SOON.toNanos()) {
            lastCommit = nanoTime;
            return COMMIT;
        }
        Duration delay = SOON.minusNanos(since);
        plannedUntil = nanoTime + delay.plus(GRACE).toNanos();
        return new Advice.CommitAfter(delay);
    }

    /** A planned commit was asked for. */
    void committed(long nanoTime) {
        plannedUntil = nanoTime;
        lastCommit = nanoTime;
    }
}
