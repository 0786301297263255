package io.slotkeeper.occupancy;

/** Numbers of rows: those that were freed are taken again. Not thread-safe. */
final class Rows {

    private final Ints freed = new Ints();
    private int freedCount;
    private int end;

    /** A number that isn't in use; one that never was, if there is no other, and then all before it have been. */
    int take() {
        return freedCount > 0 ? freed.get(--freedCount) : end++;
    }

    void free(int row) {
        freed.reach(freedCount);
        freed.set(freedCount++, row);
    }

    /** Number of rows in use. */
    int size() {
        return end - freedCount;
    }
}
