package io.slotkeeper.logtime;

import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Iterates over the deadlines that have come, in order and without changing the index. What an announcement makes due
 * can be added {@link #again}.
 */
public final class Sweep {

    private final Iterator<Due> index;
    private final Instant now;
    private final TreeSet<Due> again = new TreeSet<>();
    private Optional<Due> head;

    /**
     * @param now deadlines up to and including this time are due
     */
    public Sweep(DueIndex index, Instant now) {
        this.index = index.iterator();
        this.now = now;
        this.head = advance();
    }

    /** Returns the next deadline and moves past it; empty at the end. */
    public Optional<Due> next() {
        if (!again.isEmpty() && (head.isEmpty() || again.first().compareTo(head.get()) < 0)) {
            return Optional.ofNullable(again.pollFirst());
        }
        Optional<Due> result = head;
        if (result.isPresent()) {
            head = advance();
        }
        return result;
    }

    /** Adds a deadline, if that has come too. */
    public void again(Due due) {
        if (!due.deadline().isAfter(now)) {
            again.add(due);
        }
    }

    private Optional<Due> advance() {
        return index.hasNext()
                ? Optional.of(index.next()).filter(due -> !due.deadline().isAfter(now))
                : Optional.empty();
    }
}
