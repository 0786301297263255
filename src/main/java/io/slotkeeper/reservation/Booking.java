package io.slotkeeper.reservation;

import io.slotkeeper.request.Fingerprint;
import java.util.OptionalLong;

/**
 * A taken slot.
 *
 * @param attendees how many seats it takes
 * @param version the highest that a fact about it had
 * @param fingerprint of the request that made it
 */
public record Booking(
        BookingUid uid,
        Window window,
        BookingStatus status,
        int attendees,
        OptionalLong version,
        Fingerprint fingerprint) {

    Booking cancelled(OptionalLong cancellation) {
        return new Booking(uid, window, BookingStatus.CANCELLED, attendees, cancellation, fingerprint);
    }
}
