package io.slotkeeper.occupancy;

/**
 * Counts of many names in a fixed number of buckets: a name's count is never more than its bucket's. Not thread-safe.
 */
public final class BucketCounts {

    private static final int MULTIPLIER = 0x9E3779B9;

    /** Allocated one by one, as they are needed: most partitions need few. */
    private static final int CHUNK = 4_096;

    private final int[][] chunks;

    /** @param buckets a power of two, at least 4,096 */
    public BucketCounts(int buckets) {
        this.chunks = new int[buckets / CHUNK][];
    }

    /** @param change what the name's count changes by */
    public void add(int nameHash, int change) {
        int bucket = bucket(nameHash);
        int[] chunk = chunks[bucket / CHUNK];
        if (chunk == null) {
            chunk = new int[CHUNK];
            chunks[bucket / CHUNK] = chunk;
        }
        chunk[bucket % CHUNK] += change;
    }

    /** At least the count of the name. */
    public int atLeast(int nameHash) {
        int bucket = bucket(nameHash);
        int[] chunk = chunks[bucket / CHUNK];
        return chunk == null ? 0 : chunk[bucket % CHUNK];
    }

    private int bucket(int nameHash) {
        int mixed = nameHash * MULTIPLIER;
        return (mixed ^ mixed >>> Short.SIZE) & chunks.length * CHUNK - 1;
    }
}
