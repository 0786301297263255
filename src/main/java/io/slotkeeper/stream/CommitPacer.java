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

    /** How long an answer waits for others at most before a commit. */
    static final Duration SOON = Duration.ofMillis(10);

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
    private boolean uncommitted;
    private long firstUncommitted;

    static CommitPacer ofThisThread() {
        return OF_THREAD.get();
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
        ofThisThread().polled(count, left);
    }

    /**
     * The thread has polled.
     *
     * @param count of records that the poll gave
     * @param left records that are in the log and were not polled yet
     */
    void polled(int count, long left) {
        alone = idle && count == 1;
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
    private static final Advice SOON_AFTER = new Advice.CommitAfter(SOON);
    private static final Advice NOTHING = new Advice.Nothing();

    /**
     * A record was processed. One that comes alone is committed at once. What follows each other is committed together,
     * counted from the first of them and not from the commit before: that one may take longer than {@link #SOON}, and
     * each would then commit a few.
     */
    Advice processed(long nanoTime) {
        if (behind) {
            uncommitted = false;
            return NOTHING;
        }
        if (alone) {
            alone = false;
            uncommitted = false;
            return COMMIT;
        }
        if (!uncommitted) {
            uncommitted = true;
            firstUncommitted = nanoTime;
            return SOON_AFTER;
        }
        if (nanoTime - firstUncommitted < SOON.plus(GRACE).toNanos()) {
            return NOTHING;
        }
        uncommitted = false;
        return COMMIT;
    }

    /** A planned commit was asked for. */
    void committed() {
        uncommitted = false;
    }
}
