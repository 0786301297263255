package io.slotkeeper.occupancy;

/**
 * Counts of many names in a fixed number of buckets: a name's count is never more than its bucket's. Not thread-safe.
 */
public final class BucketCounts {

    private static final int MULTIPLIER = 0x9E3779B9;

    private final int[] counts;

    /** @param buckets a power of two */
    public BucketCounts(int buckets) {
        this.counts = new int[buckets];
    }

    /** @param change what the name's count changes by */
    public void add(int nameHash, int change) {
        counts[bucket(nameHash)] += change;
    }

    /** At least the count of the name. */
    public int atLeast(int nameHash) {
        return counts[bucket(nameHash)];
    }

    private int bucket(int nameHash) {
        int mixed = nameHash * MULTIPLIER;
        return (mixed ^ mixed >>> Short.SIZE) & counts.length - 1;
    }
}
