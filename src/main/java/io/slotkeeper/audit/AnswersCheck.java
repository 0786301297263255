package io.slotkeeper.audit;

import io.slotkeeper.audit.PartitionAudit.LogEnd;
import io.slotkeeper.oracle.Output;
import java.util.Optional;

/**
 * Outcomes or refused records in one partition of their topic: of each record of an input one, in the order of the input.
 * What stood before the first that is left is gone by its retention, and is not missed. Takes no memory for the length of
 * the log: both sides are walked together, by the offset that an answer says it was made for.
 */
final class AnswersCheck implements AutoCloseable {

    private final OutputPartition answers;
    private final Judged what;
    private final long written;
    private final Tally tally;
    private boolean begun;

    /**
     * @param answers closed with this
     * @param written the input's end when the outputs' ends were known: nothing can be made for a record behind it
     */
    AnswersCheck(OutputPartition answers, Judged what, long written, Tally tally) {
        this.answers = answers;
        this.what = what;
        this.written = written;
        this.tally = tally;
        this.begun = answers.isWhole();
    }

    /**
     * Judges the answer to a record.
     *
     * @param offset of the record; higher each time
     * @return what is there instead of it, which may be right; empty when nothing is there
     */
    Optional<CommittedOutput> expect(Output expected, long offset) {
        settle(offset - 1);
        Optional<CommittedOutput> found = answers.peek().filter(it -> answers.position(it) == offset);
        begun |= found.isPresent();
        if (begun) {
            tally.judged(what);
        }
        if (found.isPresent()) {
            answers.take();
            if (!found.get().is(expected)) {
                tally.fault(what, expected, found.get());
            }
        } else if (begun) {
            tally.missing(what, expected, answers.coordinates());
        }
        return found;
    }

    /** Whatever still stands here for records up to this one is too much. */
    void settle(long offset) {
        Optional<CommittedOutput> found = answers.peek();
        while (found.isPresent() && isPast(answers.position(found.get()), offset)) {
            tally.fault(what, answers.take());
            found = answers.peek();
        }
    }

    private boolean isPast(long position, long offset) {
        return position <= offset || position >= written;
    }

    /** After the last record: the others may be made for records behind it, if there are some. */
    void end(LogEnd end) {
        settle(end.offset() - 1);
        while (end.next().isEmpty() && answers.peek().isPresent()) {
            tally.fault(what, answers.take());
        }
    }

    @Override
    public void close() {
        answers.close();
    }
}
