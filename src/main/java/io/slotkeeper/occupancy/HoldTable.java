package io.slotkeeper.occupancy;

import java.util.Arrays;

/**
 * The holds of each window in the order in which they lapse, and all of them by the hash of their name. Rows are
 * numbered; -1 is none. Not thread-safe.
 */
final class HoldTable {

    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 64;

    private final Rows rows = new Rows();
    private long[] untils = new long[FIRST_CAPACITY];
    private int[] windowRows = new int[FIRST_CAPACITY];
    private int[] earlier = new int[FIRST_CAPACITY];
    private int[] later = new int[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private int[] nexts = new int[FIRST_CAPACITY];
    private int[] buckets = WindowTable.emptyBuckets(FIRST_CAPACITY);

    int size() {
        return rows.size();
    }

    void add(int hash, int window, long until, WindowTable windows) {
        int row = rows.take();
        if (row == untils.length) {
            grow(Rows.larger(row));
        }
        untils[row] = until;
        windowRows[row] = window;
        hashes[row] = hash;
        link(row);
        insert(row, windows);
        windows.countHold(window, 1);
    }

    private void grow(int capacity) {
        untils = Arrays.copyOf(untils, capacity);
        windowRows = Arrays.copyOf(windowRows, capacity);
        earlier = Arrays.copyOf(earlier, capacity);
        later = Arrays.copyOf(later, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        nexts = Arrays.copyOf(nexts, capacity);
        if (capacity > buckets.length) {
            rehash();
        }
    }

    private void rehash() {
        int[] before = buckets;
        buckets = WindowTable.emptyBuckets(before.length * 2);
        for (int first : before) {
            for (int row = first; row != NONE; ) {
                int following = nexts[row];
                link(row);
                row = following;
            }
        }
    }

    private void link(int row) {
        int bucket = hashes[row] & buckets.length - 1;
        nexts[row] = buckets[bucket];
        buckets[bucket] = row;
    }

    /** From the end: most holds are granted for as long as those before them, and lapse after them. */
    private void insert(int row, WindowTable windows) {
        int window = windowRows[row];
        int before = windows.lastHold(window);
        while (before != NONE && untils[before] > untils[row]) {
            before = earlier[before];
        }
        int after = before == NONE ? windows.firstHold(window) : later[before];
        earlier[row] = before;
        later[row] = after;
        setLater(before, row, window, windows);
        setEarlier(after, row, window, windows);
    }

    private void setLater(int row, int following, int window, WindowTable windows) {
        if (row == NONE) {
            windows.setFirstHold(window, following);
        } else {
            later[row] = following;
        }
    }

    private void setEarlier(int row, int preceding, int window, WindowTable windows) {
        if (row == NONE) {
            windows.setLastHold(window, preceding);
        } else {
            earlier[row] = preceding;
        }
    }

    /** Removes one hold with these properties: others that have the same are as good. */
    void remove(int hash, int window, long until, WindowTable windows) {
        int bucket = hash & buckets.length - 1;
        int before = NONE;
        int row = buckets[bucket];
        while (hashes[row] != hash || windowRows[row] != window || untils[row] != until) {
            before = row;
            row = nexts[row];
        }
        if (before == NONE) {
            buckets[bucket] = nexts[row];
        } else {
            nexts[before] = nexts[row];
        }
        setLater(earlier[row], later[row], window, windows);
        setEarlier(later[row], earlier[row], window, windows);
        windows.countHold(window, -1);
        rows.free(row);
    }

    /** Numbers of the parts to which the holds of this hash belong. */
    int[] parts(int hash, WindowTable windows) {
        int[] found = {};
        for (int row = buckets[hash & buckets.length - 1]; row != NONE; row = nexts[row]) {
            if (hashes[row] == hash) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = windows.firstPart(windowRows[row]);
            }
        }
        return found;
    }

    /** Number of the window's holds that haven't lapsed. */
    int live(int window, long now, WindowTable windows) {
        int live = windows.holds(window);
        for (int row = windows.firstHold(window); row != NONE && untils[row] <= now; row = later[row]) {
            live--;
        }
        return live;
    }

    /** When the last of the window's holds lapses; there must be one. */
    long lastUntil(int window, WindowTable windows) {
        return untils[windows.lastHold(window)];
    }

    /** The same without one hold that lapses at {@code own}; there must be another one. */
    long lastUntilBeside(int window, long own, WindowTable windows) {
        int last = windows.lastHold(window);
        return untils[last] == own ? untils[earlier[last]] : untils[last];
    }
}
