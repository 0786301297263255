package io.slotkeeper.occupancy;

import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.reservation.calendar.Window;
import java.util.Arrays;

/**
 * The windows in which anything is stored, each under the parts that it touches: a window has a row, and an entry in a
 * hash table for each part. Rows and entries are numbered; -1 is none. Not thread-safe.
 */
final class WindowTable {

    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 64;

    private final Rows rows = new Rows();
    private long[] starts = new long[FIRST_CAPACITY];
    private long[] ends = new long[FIRST_CAPACITY];
    private long[] attendees = new long[FIRST_CAPACITY];
    private int[] bookings = new int[FIRST_CAPACITY];
    private int[] holds = new int[FIRST_CAPACITY];
    private int[] firstHolds = new int[FIRST_CAPACITY];
    private int[] lastHolds = new int[FIRST_CAPACITY];

    private final Rows entries = new Rows();
    private long[] typeHighs = new long[FIRST_CAPACITY];
    private long[] typeLows = new long[FIRST_CAPACITY];
    private int[] parts = new int[FIRST_CAPACITY];
    private int[] windows = new int[FIRST_CAPACITY];
    private int[] nexts = new int[FIRST_CAPACITY];
    private int[] buckets = emptyBuckets(FIRST_CAPACITY);

    static int[] emptyBuckets(int count) {
        int[] buckets = new int[count];
        Arrays.fill(buckets, NONE);
        return buckets;
    }

    /** The window's row, or -1. */
    int find(EventTypeName type, Window window) {
        PartSpan span = PartSpan.storing(window);
        int part = span.number(span.first());
        for (int entry = firstIn(type, part); entry != NONE; entry = nextIn(type, part, entry)) {
            if (is(windows[entry], window)) {
                return windows[entry];
            }
        }
        return NONE;
    }

    boolean is(int row, Window window) {
        return starts[row] == window.start().toEpochMilli()
                && ends[row] == window.end().toEpochMilli();
    }

    int findOrAdd(EventTypeName type, Window window) {
        int found = find(type, window);
        return found == NONE ? add(type, window) : found;
    }

    private int add(EventTypeName type, Window window) {
        int row = rows.take();
        if (row == starts.length) {
            growRows(Rows.larger(row));
        }
        starts[row] = window.start().toEpochMilli();
        ends[row] = window.end().toEpochMilli();
        attendees[row] = 0;
        bookings[row] = 0;
        holds[row] = 0;
        firstHolds[row] = NONE;
        lastHolds[row] = NONE;
        PartSpan span = PartSpan.storing(window);
        for (int index = span.first(); index <= span.last(); index++) {
            enter(type, span.number(index), row);
        }
        return row;
    }

    private void growRows(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        attendees = Arrays.copyOf(attendees, capacity);
        bookings = Arrays.copyOf(bookings, capacity);
        holds = Arrays.copyOf(holds, capacity);
        firstHolds = Arrays.copyOf(firstHolds, capacity);
        lastHolds = Arrays.copyOf(lastHolds, capacity);
    }

    private void enter(EventTypeName type, int part, int row) {
        int entry = entries.take();
        if (entry == parts.length) {
            growEntries(Rows.larger(entry));
        }
        typeHighs[entry] = type.high();
        typeLows[entry] = type.low();
        parts[entry] = part;
        windows[entry] = row;
        link(entry);
    }

    private void growEntries(int capacity) {
        typeHighs = Arrays.copyOf(typeHighs, capacity);
        typeLows = Arrays.copyOf(typeLows, capacity);
        parts = Arrays.copyOf(parts, capacity);
        windows = Arrays.copyOf(windows, capacity);
        nexts = Arrays.copyOf(nexts, capacity);
        if (capacity > buckets.length) {
            rehash();
        }
    }

    private void rehash() {
        int[] before = buckets;
        buckets = emptyBuckets(before.length * 2);
        for (int first : before) {
            for (int entry = first; entry != NONE; ) {
                int following = nexts[entry];
                link(entry);
                entry = following;
            }
        }
    }

    private void link(int entry) {
        int bucket = bucket(typeLows[entry], parts[entry]);
        nexts[entry] = buckets[bucket];
        buckets[bucket] = entry;
    }

    /** Names are digests, so their bits need no mixing. */
    private int bucket(long typeLow, int part) {
        return ((int) typeLow + part * 0x9E3779B9) & buckets.length - 1;
    }

    /** The first entry of a part, or -1. */
    int firstIn(EventTypeName type, int part) {
        return matching(type, part, buckets[bucket(type.low(), part)]);
    }

    /** The entry of the part that follows another one, or -1. */
    int nextIn(EventTypeName type, int part, int entry) {
        return matching(type, part, nexts[entry]);
    }

    private int matching(EventTypeName type, int part, int from) {
        int entry = from;
        while (entry != NONE
                && (parts[entry] != part || typeLows[entry] != type.low() || typeHighs[entry] != type.high())) {
            entry = nexts[entry];
        }
        return entry;
    }

    /** The row of the window of an entry. */
    int windowOf(int entry) {
        return windows[entry];
    }

    void removeIfEmpty(EventTypeName type, Window window, int row) {
        if (holds[row] > 0 || bookings[row] > 0) {
            return;
        }
        PartSpan span = PartSpan.storing(window);
        for (int index = span.first(); index <= span.last(); index++) {
            leave(type, span.number(index), row);
        }
        rows.free(row);
    }

    private void leave(EventTypeName type, int part, int row) {
        int bucket = bucket(type.low(), part);
        int before = NONE;
        int entry = buckets[bucket];
        // A row is in each part once, and in none but its own event type's.
        while (windows[entry] != row || parts[entry] != part) {
            before = entry;
            entry = nexts[entry];
        }
        if (before == NONE) {
            buckets[bucket] = nexts[entry];
        } else {
            nexts[before] = nexts[entry];
        }
        entries.free(entry);
    }

    void addBooking(int row, int attending) {
        bookings[row]++;
        attendees[row] += attending;
    }

    void removeBooking(int row, int attending) {
        bookings[row]--;
        attendees[row] -= attending;
    }

    long start(int row) {
        return starts[row];
    }

    long end(int row) {
        return ends[row];
    }

    /** Number of the part to which what is stored in the window belongs. */
    int firstPart(int row) {
        return PartSpan.firstPart(starts[row], ends[row]);
    }

    /** Index of the first part that the window touches. */
    int firstIndex(int row, boolean wide) {
        return PartSpan.indexOf(starts[row], wide);
    }

    long attendees(int row) {
        return attendees[row];
    }

    int bookings(int row) {
        return bookings[row];
    }

    /** Number of holds, those that lapsed included. */
    int holds(int row) {
        return holds[row];
    }

    int firstHold(int row) {
        return firstHolds[row];
    }

    int lastHold(int row) {
        return lastHolds[row];
    }

    void setFirstHold(int row, int hold) {
        firstHolds[row] = hold;
    }

    void setLastHold(int row, int hold) {
        lastHolds[row] = hold;
    }

    void countHold(int row, int change) {
        holds[row] += change;
    }
}
