package io.slotkeeper.reservation;

import io.slotkeeper.request.TextRules;

/** The name its creator gave a booking. Unique within an event type. */
public record BookingUid(String value) {

    public BookingUid {
        if (!TextRules.isId(value)) {
            throw new IllegalArgumentException("Expected a booking uid, but it is not one");
        }
    }
}
