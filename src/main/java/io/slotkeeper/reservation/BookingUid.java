package io.slotkeeper.reservation;

import io.slotkeeper.request.Texts;

/** The name its creator gave a booking. Unique within an event type. */
public record BookingUid(String value) {

    public BookingUid {
        if (!Texts.isId(value)) {
            throw new IllegalArgumentException("Expected a booking uid, but it is not one");
        }
    }
}
