package io.slotkeeper.occupancy;

import java.util.Arrays;

/** Numbers of rows: those that were freed are taken again. Not thread-safe. */
final class Rows {

    private static final int FIRST_CAPACITY = 16;

    private int[] freed = new int[FIRST_CAPACITY];
    private int freedCount;
    private int end;

    /** A number that isn't in use; one that never was, if there is no other, and then all before it have been. */
    int take() {
        return freedCount > 0 ? freed[--freedCount] : end++;
    }

    void free(int row) {
        if (freedCount == freed.length) {
            freed = Arrays.copyOf(freed, larger(freedCount));
        }
        freed[freedCount++] = row;
    }

    /** Number of rows in use. */
    int size() {
        return end - freedCount;
    }

    /** By half: tables are small, and there is one of each for a partition. */
    static int larger(int capacity) {
        return Math.addExact(capacity, capacity / 2);
    }
}
