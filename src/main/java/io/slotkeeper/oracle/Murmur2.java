package io.slotkeeper.oracle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Where the Java producer puts a key: 32-bit murmur2 without its sign, modulo the number of partitions. */
final class Murmur2 {

    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private Murmur2() {}

    static int partitionOf(String key, int partitions) {
        return (hash(key.getBytes(StandardCharsets.UTF_8)) & Integer.MAX_VALUE) % partitions;
    }

    static int hash(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int h = SEED ^ data.length;
        while (in.remaining() >= Integer.BYTES) {
            int k = in.getInt() * M;
            h = (h * M) ^ ((k ^ (k >>> R)) * M);
        }
        if (in.hasRemaining()) {
            int rest = 0;
            for (int shift = 0; in.hasRemaining(); shift += Byte.SIZE) {
                rest |= (in.get() & 0xff) << shift;
            }
            h = (h ^ rest) * M;
        }
        h = (h ^ (h >>> 13)) * M;
        return h ^ (h >>> 15);
    }
}
