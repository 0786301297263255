package io.slotkeeper.logtime;

import io.slotkeeper.logtime.DueIndex.Due;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Walks what is due in the order (deadline, document key) without changing the index: a document whose deadline was
 * announced comes {@link #again} with its next one.
 */
public final class Sweep<K extends Comparable<? super K>> {

    private final Iterator<Due<K>> index;
    private final Instant now;
    private final TreeSet<Due<K>> again = new TreeSet<>();
    private Optional<Due<K>> head;

    /**
     * @param now deadlines up to and including this time are due
     */
    public Sweep(DueIndex<K> index, Instant now) {
        this.index = index.iterator();
        this.now = now;
        this.head = advance();
    }

    /** The next document that is due, or none. */
    public Optional<Due<K>> next() {
        if (!again.isEmpty() && (head.isEmpty() || again.first().compareTo(head.get()) < 0)) {
            return Optional.ofNullable(again.pollFirst());
        }
        Optional<Due<K>> result = head;
        if (result.isPresent()) {
            head = advance();
        }
        return result;
    }

    /** The document has this deadline next; it comes again if that is due too. */
    public void again(K key, Instant deadline) {
        if (!deadline.isAfter(now)) {
            again.add(new Due<>(deadline, key));
        }
    }

    private Optional<Due<K>> advance() {
        return index.hasNext()
                ? Optional.of(index.next()).filter(due -> !due.deadline().isAfter(now))
                : Optional.empty();
    }
}
