package io.slotkeeper.reservation;

import java.util.Locale;

/** What a reservation has come to. All but the first are final. */
public enum ReservationStatus {
    HELD,
    RELEASED,
    EXPIRED,
    BOOKED,
    PREEMPTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name on the wire. */
    public String text() {
        return text;
    }
}
