package io.slotkeeper.occupancy;

/**
 * A column of longs that grows without being copied. In pages: an array of half a region of the heap and more takes whole
 * regions of its own, of which up to a half is left empty. Not thread-safe.
 */
final class Longs {

    private long[][] pages = {};

    long get(int row) {
        return pages[row >>> Pages.SHIFT][row & Pages.MASK];
    }

    void set(int row, long value) {
        pages[row >>> Pages.SHIFT][row & Pages.MASK] = value;
    }

    void add(int row, long change) {
        pages[row >>> Pages.SHIFT][row & Pages.MASK] += change;
    }

    /** Makes room for a row; the rows before it have room already. */
    void reach(int row) {
        int page = row >>> Pages.SHIFT;
        if (page >= pages.length) {
            pages = Pages.grown(pages, page);
        }
        if (pages[page] == null) {
            pages[page] = new long[Pages.SIZE];
        }
    }
}
