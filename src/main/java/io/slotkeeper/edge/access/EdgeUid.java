package io.slotkeeper.edge.access;

import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The uid of a reservation or booking that an edge named: a UUID of version 8 that carries the number of its event type,
 * so that any edge knows whose it is (docs/spec/reservations.md#finding-a-reservation-by-uid-alone). 53 bits are the
 * number, 69
 * are chance or, for a retry, a message authentication code.
 */
public record EdgeUid(UUID value) {

    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    /** Of the number's 53 bits so many stand before the version, the others behind it. */
    private static final int BITS_AFTER_VERSION = 5;

    private static final long VERSION_8 = 0x8000L;
    private static final int BITS_OF_CHANCE_THERE = 12 - BITS_AFTER_VERSION;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long MAX_NUMBER = (1L << 53) - 1;

    /** @param bits 128 of which 69 are taken */
    public static EdgeUid of(long eventType, ByteBuffer bits) {
        long chance = bits.getLong(0) & ((1L << BITS_OF_CHANCE_THERE) - 1);
        long high = eventType >>> BITS_AFTER_VERSION << 16
                | VERSION_8
                | (eventType & ((1L << BITS_AFTER_VERSION) - 1)) << BITS_OF_CHANCE_THERE
                | chance;
        long low = VARIANT | (bits.getLong(Long.BYTES) >>> 2);
        return new EdgeUid(new UUID(high, low));
    }

    /** Empty when no edge can have named anything so. */
    public static Optional<EdgeUid> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return FORM.matcher(lower).matches() ? Optional.of(new EdgeUid(UUID.fromString(lower))) : Optional.empty();
    }

    long eventType() {
        long high = value.getMostSignificantBits();
        long number =
                high >>> 16 << BITS_AFTER_VERSION | (high >>> BITS_OF_CHANCE_THERE & ((1L << BITS_AFTER_VERSION) - 1));
        return number & MAX_NUMBER;
    }

    public EventTypeKey eventTypeKey() {
        return new EventTypeKey(Long.toString(eventType()));
    }

    public String text() {
        return value.toString();
    }
}
