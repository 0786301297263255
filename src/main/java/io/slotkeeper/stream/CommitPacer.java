package io.slotkeeper.stream;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides when a stream thread commits: soon after a record as long as it keeps up with its input, and at Kafka Streams'
 * own interval while it works off a backlog, where nobody waits for the next answer and a commit costs as much as a
 * hundred requests. Each thread has one; it is used by no other.
 */
final class CommitPacer {

    /**
     * Between a commit and the next one. A broker that still writes the markers of a transaction answers the commit
     * behind it with CONCURRENT_TRANSACTIONS, and the client asks again after {@code retry.backoff.ms}.
     */
    static final Duration APART = Duration.ofMillis(3);

    /** How long an answer waits for others at most before a commit. */
    static final Duration SOON = Duration.ofMillis(50);

    /** A commit that takes as long as this is waited for as long. */
    private static final Duration QUICK = Duration.ofMillis(6);

    /** Of so many commits the usual duration is made: one that the machine held up isn't the rule. */
    private static final int USUALLY = 8;

    /** The interval of Kafka Streams, which ends by itself whatever this says. */
    static final Duration IN_A_BACKLOG = Duration.ofMillis(200);

    /** Records of a poll, and those that are left in the log, from which on the thread is behind. */
    private static final long BACKLOG = 1_000;

    private static final ThreadLocal<CommitPacer> OF_THREAD = ThreadLocal.withInitial(CommitPacer::new);

    /** How late a planned commit may be before another one is asked for: its task may be gone. */
    private static final Duration GRACE = Duration.ofMillis(10);

    private boolean behind;
    private boolean idle = true;
    private boolean alone;

    /** Something that was processed isn't committed, and no commit was asked for. */
    private boolean uncommitted;

    private long firstUncommitted;
    /** What a commit takes usually, in nanoseconds: a moving average. */
    private long usual;

    private Duration wait = APART;

    /** A commit was asked for and comes before the next poll. */
    private boolean asked;

    private long askedAt;
    private boolean everCommitted;
    private long committedAt;

    static CommitPacer ofThisThread() {
        return OF_THREAD.get();
    }

    /**
     * The calling thread is about to poll.
     *
     * @return how long it may wait for records: not beyond a planned commit, which has to come between two polls
     */
    Duration patience(Duration timeout, long nanoTime) {
        if (asked) {
            asked = false;
            everCommitted = true;
            committedAt = nanoTime;
            usual += (nanoTime - askedAt - usual) / USUALLY;
            wait = waitFor(usual);
        }
        if (!uncommitted) {
            return timeout;
        }
        Duration left = wait.minusNanos(nanoTime - firstUncommitted);
        return left.isNegative() ? Duration.ZERO : left.compareTo(timeout) < 0 ? left : timeout;
    }

    /**
     * By the square of what a commit takes: where that is little, callers wait for little more; where brokers are far,
     * busy or not compiled yet, each commit is for so many more requests that a queue gets shorter, not longer.
     */
    private static Duration waitFor(long usual) {
        long nanos = Math.min(usual, SOON.toNanos()) * usual / QUICK.toNanos();
        return Duration.ofNanos(Math.max(APART.toNanos(), Math.min(nanos, SOON.toNanos())));
    }

    /**
     * The calling thread has polled.
     *
     * @param count of records that the poll gave
     */
    static void polled(Consumer<?, ?> consumer, int count) {
        long left = 0;
        for (TopicPartition partition : consumer.assignment()) {
            left += consumer.currentLag(partition).orElse(0);
        }
        ofThisThread().polled(count, left, System.nanoTime());
    }

    /**
     * The thread has polled.
     *
     * @param count of records that the poll gave
     * @param left records that are in the log and were not polled yet
     */
    void polled(int count, long left, long nanoTime) {
        boolean apart = !everCommitted || nanoTime - committedAt >= APART.toNanos();
        alone = idle && count == 1 && apart;
        idle = count == 0;
        behind = count + left >= BACKLOG;
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

    /**
     * A record was processed. One that comes alone is committed at once. What follows each other is committed together,
     * counted from the first of them and not from the commit before: that one may take longer than the wait, and each
     * would then commit a few.
     */
    Advice processed(long nanoTime) {
        if (behind) {
            uncommitted = false;
            return NOTHING;
        }
        if (alone) {
            alone = false;
            return commit(nanoTime);
        }
        if (!uncommitted) {
            uncommitted = true;
            firstUncommitted = nanoTime;
            return new Advice.CommitAfter(wait);
        }
        return nanoTime - firstUncommitted < SOON.plus(GRACE).toNanos() ? NOTHING : commit(nanoTime);
    }

    private Advice commit(long nanoTime) {
        askedFor(nanoTime);
        return COMMIT;
    }

    /** A commit was asked for. */
    void askedFor(long nanoTime) {
        uncommitted = false;
        asked = true;
        askedAt = nanoTime;
    }
}
