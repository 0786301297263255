package io.slotkeeper.occupancy;

import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.reservation.calendar.Window;

/**
 * The windows in which anything is stored, each under the parts that it touches: a window has a row, and an entry in a
 * hash table for each part. Rows and entries are numbered; -1 is none. Not thread-safe.
 */
final class WindowTable {

    private static final int NONE = Buckets.NONE;

    private final Rows rows = new Rows();
    private final Longs starts = new Longs();
    private final Longs ends = new Longs();
    private final Longs attendees = new Longs();
    private final Ints bookings = new Ints();
    private final Ints holds = new Ints();
    private final Ints firstHolds = new Ints();
    private final Ints lastHolds = new Ints();

    private final Rows entries = new Rows();
    private final Longs typeHighs = new Longs();
    private final Longs typeLows = new Longs();
    private final Ints parts = new Ints();
    private final Ints windows = new Ints();
    private final Buckets byPart = new Buckets(entry -> hash(typeLows.get(entry), parts.get(entry)));

    /** The window's row, or -1. */
    int find(EventTypeName type, Window window) {
        PartSpan span = PartSpan.storing(window);
        int part = span.number(span.first());
        for (int entry = firstIn(type, part); entry != NONE; entry = nextIn(type, part, entry)) {
            if (is(windows.get(entry), window)) {
                return windows.get(entry);
            }
        }
        return NONE;
    }

    boolean is(int row, Window window) {
        return starts.get(row) == window.start().toEpochMilli()
                && ends.get(row) == window.end().toEpochMilli();
    }

    int findOrAdd(EventTypeName type, Window window) {
        int found = find(type, window);
        return found == NONE ? add(type, window) : found;
    }

    private int add(EventTypeName type, Window window) {
        int row = rows.take();
        reachRow(row);
        starts.set(row, window.start().toEpochMilli());
        ends.set(row, window.end().toEpochMilli());
        attendees.set(row, 0);
        bookings.set(row, 0);
        holds.set(row, 0);
        firstHolds.set(row, NONE);
        lastHolds.set(row, NONE);
        PartSpan span = PartSpan.storing(window);
        for (int index = span.first(); index <= span.last(); index++) {
            enter(type, span.number(index), row);
        }
        return row;
    }

    private void reachRow(int row) {
        starts.reach(row);
        ends.reach(row);
        attendees.reach(row);
        bookings.reach(row);
        holds.reach(row);
        firstHolds.reach(row);
        lastHolds.reach(row);
    }

    private void enter(EventTypeName type, int part, int row) {
        int entry = entries.take();
        reachEntry(entry);
        typeHighs.set(entry, type.high());
        typeLows.set(entry, type.low());
        parts.set(entry, part);
        windows.set(entry, row);
        byPart.link(entry);
    }

    private void reachEntry(int entry) {
        typeHighs.reach(entry);
        typeLows.reach(entry);
        parts.reach(entry);
        windows.reach(entry);
    }

    /** Names are digests, so their bits need no mixing. */
    private static int hash(long typeLow, int part) {
        return (int) typeLow + part * 0x9E3779B9;
    }

    /** The first entry of a part, or -1. */
    int firstIn(EventTypeName type, int part) {
        return matching(type, part, byPart.first(hash(type.low(), part)));
    }

    /** The entry of the part that follows another one, or -1. */
    int nextIn(EventTypeName type, int part, int entry) {
        return matching(type, part, byPart.next(entry));
    }

    private int matching(EventTypeName type, int part, int from) {
        int entry = from;
        while (entry != NONE
                && (parts.get(entry) != part
                        || typeLows.get(entry) != type.low()
                        || typeHighs.get(entry) != type.high())) {
            entry = byPart.next(entry);
        }
        return entry;
    }

    /** The row of the window of an entry. */
    int windowOf(int entry) {
        return windows.get(entry);
    }

    void removeIfEmpty(EventTypeName type, Window window, int row) {
        if (holds.get(row) > 0 || bookings.get(row) > 0) {
            return;
        }
        PartSpan span = PartSpan.storing(window);
        for (int index = span.first(); index <= span.last(); index++) {
            leave(type, span.number(index), row);
        }
        rows.free(row);
    }

    private void leave(EventTypeName type, int part, int row) {
        int before = NONE;
        int entry = byPart.first(hash(type.low(), part));
        // A row is in each part once, and in none but its own event type's.
        while (windows.get(entry) != row || parts.get(entry) != part) {
            before = entry;
            entry = byPart.next(entry);
        }
        byPart.unlink(entry, before);
        entries.free(entry);
    }

    void addBooking(int row, int attending) {
        bookings.add(row, 1);
        attendees.add(row, attending);
    }

    void removeBooking(int row, int attending) {
        bookings.add(row, -1);
        attendees.add(row, -attending);
    }

    long start(int row) {
        return starts.get(row);
    }

    long end(int row) {
        return ends.get(row);
    }

    /** Number of the part to which what is stored in the window belongs. */
    int firstPart(int row) {
        return PartSpan.firstPart(starts.get(row), ends.get(row));
    }

    /** Index of the first part that the window touches. */
    int firstIndex(int row, boolean wide) {
        return PartSpan.indexOf(starts.get(row), wide);
    }

    long attendees(int row) {
        return attendees.get(row);
    }

    int bookings(int row) {
        return bookings.get(row);
    }

    /** Number of holds, those that lapsed included. */
    int holds(int row) {
        return holds.get(row);
    }

    int firstHold(int row) {
        return firstHolds.get(row);
    }

    int lastHold(int row) {
        return lastHolds.get(row);
    }

    void setFirstHold(int row, int hold) {
        firstHolds.set(row, hold);
    }

    void setLastHold(int row, int hold) {
        lastHolds.set(row, hold);
    }

    void countHold(int row, int change) {
        holds.add(row, change);
    }
}
