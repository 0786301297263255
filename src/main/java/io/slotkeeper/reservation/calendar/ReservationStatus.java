package io.slotkeeper.reservation.calendar;

import java.util.Locale;

/** Status of a reservation. All but {@link #HELD} are final. */
public enum ReservationStatus {
    HELD,
    RELEASED,
    EXPIRED,
    BOOKED,
    PREEMPTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Name on the wire. */
    public String text() {
        return text;
    }
}
