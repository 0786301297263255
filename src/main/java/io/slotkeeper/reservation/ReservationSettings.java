package io.slotkeeper.reservation;

import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.time.Duration;
import java.util.Map;

/**
 * The decision settings of reservations (docs/spec/limits.md#decision-settings).
 *
 * @param defaultHold how long a slot is held if the request doesn't say
 * @param max longest duration that one request may choose
 * @param maxTotal longest time from creation to expiry, however often a hold is extended
 * @param closedRetention how long a closed reservation is remembered
 * @param bookingRetention how long a booking is kept after its end
 * @param strictHolds whether a hold that a principal made can be seen and changed by that principal alone
 */
public record ReservationSettings(
        Duration defaultHold,
        Duration max,
        Duration maxTotal,
        Duration closedRetention,
        Duration bookingRetention,
        boolean strictHolds) {

    public static final ReservationSettings DEFAULT = of(Map.of());

    /** With the defaults of everything else. */
    public ReservationSettings(
            Duration defaultHold,
            Duration max,
            Duration maxTotal,
            Duration closedRetention,
            Duration bookingRetention) {
        this(defaultHold, max, maxTotal, closedRetention, bookingRetention, DecisionSetting.STRICT_HOLDS.byDefault());
    }

    /** @param values by name; may be those of others, too, and one that isn't there has its default */
    public static ReservationSettings of(Map<String, Object> values) {
        return new ReservationSettings(
                DecisionSetting.RESERVATION_DEFAULT.in(values),
                DecisionSetting.RESERVATION_MAX.in(values),
                DecisionSetting.RESERVATION_MAX_TOTAL.in(values),
                DecisionSetting.RESERVATION_CLOSED_RETENTION.in(values),
                DecisionSetting.BOOKING_RETENTION.in(values),
                DecisionSetting.STRICT_HOLDS.in(values));
    }

    /** By name. */
    public Map<String, Object> values() {
        return Map.of(
                DecisionSetting.RESERVATION_DEFAULT.name(), defaultHold,
                DecisionSetting.RESERVATION_MAX.name(), max,
                DecisionSetting.RESERVATION_MAX_TOTAL.name(), maxTotal,
                DecisionSetting.RESERVATION_CLOSED_RETENTION.name(), closedRetention,
                DecisionSetting.BOOKING_RETENTION.name(), bookingRetention,
                DecisionSetting.STRICT_HOLDS.name(), strictHolds);
    }

    Duration max(EventTypeKey key) {
        return key.isCalendar() ? Limits.MAX_CALENDAR_HOLD : max;
    }

    Duration maxTotal(EventTypeKey key) {
        return key.isCalendar() ? Limits.MAX_CALENDAR_HOLD : maxTotal;
    }
}
