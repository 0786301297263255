package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.field.TextRules;

/** Id of a reservation, chosen by its creator; unique within an event type. */
public record ReservationUid(String value) implements Comparable<ReservationUid> {

    public ReservationUid {
        if (!TextRules.isId(value)) {
            throw new IllegalArgumentException("Expected a reservation uid, but it is not one");
        }
    }

    @Override
    public int compareTo(ReservationUid other) {
        return value.compareTo(other.value);
    }
}
