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
 * The earliest deadline of each stored document, in the order in which deadlines are announced: (deadline, document
 * key). Derived data, held in memory: always what a scan of the documents would give (log-time.md, "The deadline index
 * is derived data").
 *
 * <p>Setting and removing cost O(log n), looking at the first O(1).
 *
 * @param <K> key of a document; its natural order decides between equal deadlines
 */
public final class DueIndex<K extends Comparable<? super K>> {

    /** A document and the earliest of its deadlines. */
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

    /** In epoch milliseconds: asked with each record, and nearly always later than it. */
    private long earliestMillis = NONE;

    /** The document's earliest deadline is now this one; with none it leaves the index. */
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

    /** Whether anything is due at that time: one comparison. */
    public boolean isDue(Instant now) {
        return earliestMillis <= now.toEpochMilli();
    }

    /** The document stays out of this index, whatever deadlines it gets. */
    public void setAside(K key) {
        remove(key);
        setAside.add(key);
    }

    public Optional<Instant> earliest() {
        return inOrder.isEmpty()
                ? Optional.empty()
                : Optional.of(inOrder.first().deadline());
    }

    /** Whether more than this many documents are due at that time; looks at no more of them. */
    public boolean moreDueThan(int count, Instant now) {
        int seen = 0;
        for (Due<K> due : inOrder) {
            if (due.deadline().isAfter(now)) {
                return false;
            }
            if (++seen > count) {
                return true;
            }
        }
        return false;
    }

    /** All documents in order. Not to be changed while iterating. */
    public Iterator<Due<K>> iterator() {
        return inOrder.iterator();
    }

    public int size() {
        return inOrder.size();
    }
}
