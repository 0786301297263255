package io.slotkeeper.logtime;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Index of the deadlines of all stored entries, in the order of announcement. Derived data: always equal to what a scan
 * of the entries would give, except for those set aside
 * (docs/spec/log-time.md#the-deadline-index-is-derived-data). Not thread-safe.
 *
 * <p>Only the first {@value #IN_MEMORY} are in memory, the others in an {@link Overflow}. Adding and removing cost
 * O(log n), {@link #isDue} O(1).
 */
public final class DueIndex {

    /** Some 140 bytes each. */
    static final int IN_MEMORY = 16_384;

    /** A quarter is always in memory: more than one record announces or looks at. */
    private static final int SHARE_ALWAYS_IN_MEMORY = 4;

    private static final long NONE = Long.MAX_VALUE;

    private final TreeSet<Due> first = new TreeSet<>();
    private final Set<ByteBuffer> setAside = new HashSet<>();
    private final Supplier<Overflow> opener;
    private final int inMemory;

    /** Opened when it is needed for the first time. */
    private @Nullable Overflow overflow;

    /** Nothing in memory is after it, nothing in the overflow before it; null: all are in memory. */
    private @Nullable Due border;

    /** Epoch milliseconds. Compared with the log time of each record, which is nearly always earlier. */
    private long earliestMillis = NONE;

    /** @param opener opens an empty overflow, which the caller closes */
    public DueIndex(Supplier<Overflow> opener) {
        this(opener, IN_MEMORY);
    }

    DueIndex(Supplier<Overflow> opener, int inMemory) {
        this.opener = opener;
        this.inMemory = inMemory;
    }

    /** Adds a deadline that isn't there. */
    public void add(Due due) {
        if (!setAside.isEmpty() && setAside.contains(ByteBuffer.wrap(due.key()))) {
            return;
        }
        if (border != null && due.compareTo(border) >= 0) {
            overflow().add(due);
            return;
        }
        first.add(due);
        if (first.size() > inMemory) {
            moveOut();
        }
        updateEarliest();
    }

    /** Removes a deadline; does nothing if it isn't there. */
    public void remove(Due due) {
        if (border != null && due.compareTo(border) >= 0) {
            overflow().remove(due);
            return;
        }
        first.remove(due);
        if (border != null && first.size() < inMemory / SHARE_ALWAYS_IN_MEMORY) {
            moveIn();
        }
        updateEarliest();
    }

    private void moveOut() {
        for (int i = 0; i < inMemory / 2; i++) {
            border = first.pollLast();
            overflow().add(border);
        }
    }

    private void moveIn() {
        List<Due> next = overflow().take(inMemory / 2 + 1);
        first.addAll(next);
        border = null;
        if (next.size() > inMemory / 2) {
            border = first.pollLast();
            overflow().add(border);
        }
    }

    private Overflow overflow() {
        if (overflow == null) {
            overflow = opener.get();
        }
        return overflow;
    }

    private void updateEarliest() {
        earliestMillis = first.isEmpty() ? NONE : first.first().millis();
    }

    /** Whether a deadline is at or before {@code now}: one comparison. */
    public boolean isDue(Instant now) {
        return earliestMillis <= now.toEpochMilli();
    }

    /** Removes a deadline, and ignores those of its entry from now on. */
    public void setAside(Due due) {
        remove(due);
        setAside.add(ByteBuffer.wrap(due.key()));
    }

    /** The earliest deadline. */
    public Optional<Instant> earliest() {
        return earliestMillis == NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(earliestMillis));
    }

    /** Whether more than {@code count} deadlines have come by {@code now}; visits at most one more than that. */
    public boolean moreDueThan(int count, Instant now) {
        int visited = 0;
        for (Due due : first) {
            if (due.millis() > now.toEpochMilli()) {
                return false;
            }
            if (++visited > count) {
                return true;
            }
        }
        return false;
    }

    /**
     * The first 4,096, and maybe more, in order. The index must not be changed while iterating.
     */
    public Iterator<Due> iterator() {
        return first.iterator();
    }
}
