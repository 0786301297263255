package io.slotkeeper.occupancy;

import java.util.Arrays;

/**
 * The holds of each window in the order in which they lapse, and all of them by the hash of their name. Rows are
 * numbered; -1 is none. Not thread-safe.
 */
final class HoldTable {

    private static final int NONE = Buckets.NONE;

    private final Rows rows = new Rows();
    private final Longs untils = new Longs();
    private final Ints windowRows = new Ints();
    private final Ints earlier = new Ints();
    private final Ints later = new Ints();
    private final Ints hashes = new Ints();
    private final Buckets byHash = new Buckets(hashes::get);

    int size() {
        return rows.size();
    }

    void add(int hash, int window, long until, WindowTable windows) {
        int row = rows.take();
        reach(row);
        untils.set(row, until);
        windowRows.set(row, window);
        hashes.set(row, hash);
        byHash.link(row);
        insert(row, windows);
        windows.countHold(window, 1);
    }

    private void reach(int row) {
        untils.reach(row);
        windowRows.reach(row);
        earlier.reach(row);
        later.reach(row);
        hashes.reach(row);
    }

    /** From the end: most holds are granted for as long as those before them, and lapse after them. */
    private void insert(int row, WindowTable windows) {
        int window = windowRows.get(row);
        int before = windows.lastHold(window);
        while (before != NONE && untils.get(before) > untils.get(row)) {
            before = earlier.get(before);
        }
        int after = before == NONE ? windows.firstHold(window) : later.get(before);
        earlier.set(row, before);
        later.set(row, after);
        setLater(before, row, window, windows);
        setEarlier(after, row, window, windows);
    }

    private void setLater(int row, int following, int window, WindowTable windows) {
        if (row == NONE) {
            windows.setFirstHold(window, following);
        } else {
            later.set(row, following);
        }
    }

    private void setEarlier(int row, int preceding, int window, WindowTable windows) {
        if (row == NONE) {
            windows.setLastHold(window, preceding);
        } else {
            earlier.set(row, preceding);
        }
    }

    /** Removes one hold with these properties: others that have the same are as good. */
    void remove(int hash, int window, long until, WindowTable windows) {
        int before = NONE;
        int row = byHash.first(hash);
        while (hashes.get(row) != hash || windowRows.get(row) != window || untils.get(row) != until) {
            before = row;
            row = byHash.next(row);
        }
        byHash.unlink(row, before);
        setLater(earlier.get(row), later.get(row), window, windows);
        setEarlier(later.get(row), earlier.get(row), window, windows);
        windows.countHold(window, -1);
        rows.free(row);
    }

    /** Numbers of the parts to which the holds of this hash belong. */
    int[] parts(int hash, WindowTable windows) {
        int[] found = {};
        for (int row = byHash.first(hash); row != NONE; row = byHash.next(row)) {
            if (hashes.get(row) == hash) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = windows.firstPart(windowRows.get(row));
            }
        }
        return found;
    }

    /** Number of the window's holds that haven't lapsed. */
    int live(int window, long now, WindowTable windows) {
        int live = windows.holds(window);
        for (int row = windows.firstHold(window); row != NONE && untils.get(row) <= now; row = later.get(row)) {
            live--;
        }
        return live;
    }

    /** When the last of the window's holds lapses; there must be one. */
    long lastUntil(int window, WindowTable windows) {
        return untils.get(windows.lastHold(window));
    }

    /** The same without one hold that lapses at {@code own}; there must be another one. */
    long lastUntilBeside(int window, long own, WindowTable windows) {
        int last = windows.lastHold(window);
        return untils.get(last) == own ? untils.get(earlier.get(last)) : untils.get(last);
    }
}
