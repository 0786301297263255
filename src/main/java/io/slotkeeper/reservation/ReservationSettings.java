package io.slotkeeper.reservation;

import io.slotkeeper.request.Limits;
import java.time.Duration;

/**
 * The decision settings of reservations (limits.md).
 *
 * @param defaultHold how long a slot is held when a request doesn't say
 * @param max the longest that one request may ask for
 * @param maxTotal the longest that a slot is held, from its reservation, however often that is extended
 * @param closedRetention how long the name of a closed reservation is remembered
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
