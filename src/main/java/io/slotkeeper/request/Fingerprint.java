package io.slotkeeper.request;

import java.nio.ByteBuffer;

/**
 * SHA-256 of the normalised content of a request. Requests with equal fingerprints have the same content
 * (docs/spec/topics.md#repeating-a-request).
 */
public record Fingerprint(long a, long b, long c, long d) {

    public static final int BYTES = 32;

    /** @throws IllegalArgumentException if there are not {@link #BYTES} bytes */
    public static Fingerprint of(byte[] sha256) {
        if (sha256.length != BYTES) {
            throw new IllegalArgumentException("Expected 32 bytes but there are " + sha256.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(sha256);
        return new Fingerprint(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }
}
