package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.field.TextRules;

/** Id of a booking, chosen by its creator; unique within an event type. */
public record BookingUid(String value) implements Comparable<BookingUid> {

    public BookingUid {
        if (!TextRules.isId(value)) {
            throw new IllegalArgumentException("Expected a booking uid, but it is not one");
        }
    }

    @Override
    public int compareTo(BookingUid other) {
        return value.compareTo(other.value);
    }
}
