package io.slotkeeper.reservation;

import io.slotkeeper.request.Limits;
import java.time.Duration;

/**
 * The decision settings of reservations (docs/spec/limits.md#decision-settings).
 *
 * @param defaultHold how long a slot is held if the request doesn't say
 * @param max longest duration that one request may choose
 * @param maxTotal longest time from creation to expiry, however often a hold is extended
 * @param closedRetention how long a closed reservation is remembered
 * @param bookingRetention how long a booking is kept after its end
 */
public record ReservationSettings(
        Duration defaultHold, Duration max, Duration maxTotal, Duration closedRetention, Duration bookingRetention) {

    public static final ReservationSettings DEFAULT = new ReservationSettings(
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofHours(48),
            Duration.ofHours(1),
            Duration.ofHours(24));

    Duration max(EventTypeKey key) {
        return key.isCalendar() ? Limits.MAX_CALENDAR_HOLD : max;
    }

    Duration maxTotal(EventTypeKey key) {
        return key.isCalendar() ? Limits.MAX_CALENDAR_HOLD : maxTotal;
    }
}
