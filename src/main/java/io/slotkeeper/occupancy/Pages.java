package io.slotkeeper.occupancy;

import java.util.Arrays;

/** Of {@link Ints} and {@link Longs}. */
final class Pages {

    static final int SHIFT = 10;
    static final int SIZE = 1 << SHIFT;
    static final int MASK = SIZE - 1;

    private Pages() {}

    /** The same pages, with room for one of this number. */
    static <P> P[] grown(P[] pages, int number) {
        return Arrays.copyOf(pages, Math.max(number + 1, 2 * pages.length));
    }
}
