package io.slotkeeper.occupancy;

import java.util.function.IntUnaryOperator;

/**
 * The chains of a hash table whose rows are in columns: each bucket has its first row, each row the next one of its
 * bucket; -1 is none. There are at least as many buckets as rows. Not thread-safe.
 */
final class Buckets {

    static final int NONE = -1;

    /** A power of two, as it always is. */
    private static final int FIRST_COUNT = 64;

    private final Ints firsts = new Ints();
    private final Ints nexts = new Ints();
    private final IntUnaryOperator hashOf;
    private int count;

    /** @param hashOf the hash of a row */
    Buckets(IntUnaryOperator hashOf) {
        this.hashOf = hashOf;
        addBuckets(FIRST_COUNT);
    }

    /** The first row in the bucket of a hash, which may be of another hash, or -1. */
    int first(int hash) {
        return firsts.get(bucket(hash));
    }

    /** The row behind another one in its bucket, or -1. */
    int next(int row) {
        return nexts.get(row);
    }

    private int bucket(int hash) {
        return hash & count - 1;
    }

    void link(int row) {
        nexts.reach(row);
        while (row >= count) {
            split();
        }
        int bucket = bucket(hashOf.applyAsInt(row));
        nexts.set(row, firsts.get(bucket));
        firsts.set(bucket, row);
    }

    /** Each bucket keeps its rows or gives them to the one of the same number among the new ones. */
    private void split() {
        int before = count;
        addBuckets(before);
        for (int bucket = 0; bucket < before; bucket++) {
            int row = firsts.get(bucket);
            firsts.set(bucket, NONE);
            while (row != NONE) {
                int following = nexts.get(row);
                int now = bucket(hashOf.applyAsInt(row));
                nexts.set(row, firsts.get(now));
                firsts.set(now, row);
                row = following;
            }
        }
    }

    private void addBuckets(int more) {
        for (int bucket = count; bucket < count + more; bucket++) {
            firsts.reach(bucket);
            firsts.set(bucket, NONE);
        }
        count += more;
    }

    /** Takes a row out; {@code before} is the one in front of it in its bucket, or -1. */
    void unlink(int row, int before) {
        if (before == NONE) {
            firsts.set(bucket(hashOf.applyAsInt(row)), nexts.get(row));
        } else {
            nexts.set(before, nexts.get(row));
        }
    }
}
