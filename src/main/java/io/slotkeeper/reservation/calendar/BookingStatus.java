package io.slotkeeper.reservation.calendar;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Status of a booking in the system of record. */
public enum BookingStatus {
    ACCEPTED(true),
    PENDING(true),
    AWAITING_HOST(true),
    CANCELLED(false),
    REJECTED(false);

    private final String text = name().toLowerCase(Locale.ROOT);
    private final boolean blocking;

    BookingStatus(boolean blocking) {
        this.blocking = blocking;
    }

    /** Whether the booking keeps its slot from others. */
    public boolean isBlocking() {
        return blocking;
    }

    /** Name on the wire. */
    public String text() {
        return text;
    }

    public static Optional<BookingStatus> of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text.equals(text))
                .findFirst();
    }
}
