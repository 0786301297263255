package io.slotkeeper.reservation;

import io.slotkeeper.request.Texts;

/** The name its creator gave a reservation. Unique within an event type. */
public record ReservationUid(String value) implements Comparable<ReservationUid> {

    public ReservationUid {
        if (!Texts.isId(value)) {
            throw new IllegalArgumentException("Expected a reservation uid, but it is not one");
        }
    }

    @Override
    public int compareTo(ReservationUid other) {
        return value.compareTo(other.value);
    }
}
