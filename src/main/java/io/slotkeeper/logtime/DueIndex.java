package io.slotkeeper.logtime;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Index of the earliest deadline of each stored document, in the order of announcement: (deadline, document key).
 * Derived data, held in memory: always equal to what a scan of the documents would give, except for those set aside
 * (docs/spec/log-time.md#the-deadline-index-is-derived-data). Not thread-safe.
 *
 * <p>Setting and removing cost O(log n), {@link #isDue} O(1).
 *
 * @param <K> document key; its natural order decides between equal deadlines
 */
public final class DueIndex<K extends Comparable<? super K>> {

    /** A document and its earliest deadline. */
    public record Due<K extends Comparable<? super K>>(Instant deadline, K key) implements Comparable<Due<K>> {
        @Override
        public int compareTo(Due<K> other) {
            int byDeadline = deadline.compareTo(other.deadline);
            return byDeadline != 0 ? byDeadline : key.compareTo(other.key);
        }
    }

    private final Map<K, Due<K>> byKey = new HashMap<>();
    private final TreeSet<Due<K>> inOrder = new TreeSet<>();
    private final Set<K> setAside = new HashSet<>();

    private static final long NONE = Long.MAX_VALUE;

    /** Epoch milliseconds. Compared with the log time of each record, which is nearly always earlier. */
    private long earliestMillis = NONE;

    /** Sets the earliest deadline of a document; without one it leaves the index. */
    public void set(K key, Optional<Instant> deadline) {
        if (deadline.isEmpty() || setAside.contains(key)) {
            remove(key);
            return;
        }
        var due = new Due<>(deadline.get(), key);
        Due<K> before = byKey.put(key, due);
        if (before != null) {
            if (before.deadline().equals(due.deadline())) {
                return;
            }
            inOrder.remove(before);
        }
        inOrder.add(due);
        updateEarliest();
    }

    public void remove(K key) {
        Due<K> before = byKey.remove(key);
        if (before != null) {
            inOrder.remove(before);
            updateEarliest();
        }
    }

    private void updateEarliest() {
        earliestMillis = inOrder.isEmpty() ? NONE : inOrder.first().deadline().toEpochMilli();
    }

    /** Whether a deadline is at or before {@code now}: one comparison. */
    public boolean isDue(Instant now) {
        return earliestMillis <= now.toEpochMilli();
    }

    /** Removes a document and ignores its deadlines from now on. */
    public void setAside(K key) {
        remove(key);
        setAside.add(key);
    }

    /** The earliest deadline, to the millisecond. */
    public Optional<Instant> earliest() {
        return earliestMillis == NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(earliestMillis));
    }

    /** Whether more than {@code count} documents are due at {@code now}; visits at most one more than that. */
    public boolean moreDueThan(int count, Instant now) {
        int visited = 0;
        for (Due<K> due : inOrder) {
            if (due.deadline().isAfter(now)) {
                return false;
            }
            if (++visited > count) {
                return true;
            }
        }
        return false;
    }

    /** All documents, in order. The index must not be changed while iterating. */
    public Iterator<Due<K>> iterator() {
        return inOrder.iterator();
    }

    public int size() {
        return inOrder.size();
    }
}
