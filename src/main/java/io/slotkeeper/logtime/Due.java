package io.slotkeeper.logtime;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A deadline and the key of its entry, in the order of announcement: (deadline, key), keys byte by byte as unsigned
 * numbers. Immutable.
 */
public final class Due implements Comparable<Due> {

    private final long millis;
    private final byte[] key;

    /** @param key is not copied and must not be changed */
    public Due(Instant deadline, byte[] key) {
        this(deadline.toEpochMilli(), key);
    }

    private Due(long millis, byte[] key) {
        this.millis = millis;
        this.key = key;
    }

    /** What {@link #toBytes} gave. */
    public static Due of(byte[] bytes) {
        return new Due(ByteBuffer.wrap(bytes).getLong(), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    }

    /** Bytes in the same order, byte by byte as unsigned numbers: deadlines aren't before 1970. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(Long.BYTES + key.length)
                .putLong(millis)
                .put(key)
                .array();
    }

    public Instant deadline() {
        return Instant.ofEpochMilli(millis);
    }

    /** Must not be changed. */
    public byte[] key() {
        return key;
    }

    long millis() {
        return millis;
    }

    @Override
    public int compareTo(Due other) {
        int byDeadline = Long.compare(millis, other.millis);
        return byDeadline != 0 ? byDeadline : Arrays.compareUnsigned(key, other.key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Due due && millis == due.millis && Arrays.equals(key, due.key);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(millis) + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return deadline() + " " + HexFormat.of().formatHex(key);
    }
}
