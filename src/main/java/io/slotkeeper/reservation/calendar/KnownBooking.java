package io.slotkeeper.reservation.calendar;

import java.util.List;

/** What is known of a booking: itself, or that it was cancelled before it came. */
public sealed interface KnownBooking permits Booking, EarlyCancellation {

    BookingUid uid();

    /** Keys of the parts in which it is stored, at least one; it belongs to the first. */
    List<DocumentKey> parts(EventTypeKey eventType);
}
