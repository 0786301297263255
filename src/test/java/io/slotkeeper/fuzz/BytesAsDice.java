package io.slotkeeper.fuzz;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random numbers that are given: two bytes for each; when there are no more, numbers that follow from all of them. */
final class BytesAsDice implements RandomGenerator {

    private final byte[] bytes;
    private final SplittableRandom rest;
    private int at;

    BytesAsDice(byte[] bytes) {
        this.bytes = bytes;
        this.rest = new SplittableRandom(java.util.Arrays.hashCode(bytes));
    }

    /** What decides in {@link RandomGenerator#nextInt(int)} are the upper bits. */
    @Override
    public long nextLong() {
        if (at + 1 >= bytes.length) {
            return rest.nextLong();
        }
        long two = ((bytes[at] & 0xffL) << 8) | (bytes[at + 1] & 0xffL);
        at += 2;
        return (two << 48) | (two << 16) | two;
    }
}
