package io.slotkeeper.logtime;

import io.slotkeeper.logtime.DueIndex.Due;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Iterates over the due documents in the order (deadline, document key) without changing the index. A document whose
 * deadline was announced can be added {@link #again} with its next one.
 *
 * @param <K> document key
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

    /** Returns the next due document and moves past it; empty at the end. */
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

    /** Adds the next deadline of a document, if that is due too. */
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
