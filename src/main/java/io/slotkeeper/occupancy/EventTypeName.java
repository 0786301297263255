package io.slotkeeper.occupancy;

import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An event type's key in 16 bytes, however long it is: the first half of its SHA-256. Two keys with one name would share
 * their slots; finding such a pair takes 2^64 attempts.
 */
public record EventTypeName(long high, long low) {

    public static EventTypeName of(EventTypeKey key) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(key.value().getBytes(StandardCharsets.US_ASCII)));
        return new EventTypeName(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java platform to have SHA-256", e);
        }
    }
}
