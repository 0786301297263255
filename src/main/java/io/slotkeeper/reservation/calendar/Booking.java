package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.Fingerprint;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A booking of a slot.
 *
 * @param attendees number of seats that it takes
 * @param version highest version of a fact about it; empty if none had one
 * @param fingerprint of the request that created it
 * @param changedAt log time of the last request or fact that changed it
 */
public record Booking(
        BookingUid uid,
        Window window,
        BookingStatus status,
        int attendees,
        OptionalLong version,
        Fingerprint fingerprint,
        Instant changedAt)
        implements KnownBooking {

    @Override
    public List<DocumentKey> parts(EventTypeKey eventType) {
        return DocumentKey.touchedBy(eventType, window);
    }

    public Booking cancelled(OptionalLong cancellation, Instant now) {
        return new Booking(uid, window, BookingStatus.CANCELLED, attendees, cancellation, fingerprint, now);
    }
}
