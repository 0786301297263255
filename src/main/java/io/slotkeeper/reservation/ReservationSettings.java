package io.slotkeeper.reservation;

import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.HoldCaps;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The decision settings of reservations (docs/spec/limits.md#decision-settings).
 *
 * @param defaultHold how long a slot is held if the request doesn't say
 * @param max longest duration that one request may choose
 * @param maxTotal longest time from creation to expiry, however often a hold is extended
 * @param maxLiveHolds how many live holds a principal may have in an event type
 * @param maxExtensions how often a hold may be extended
 * @param anonymousMaxLiveHolds as {@code maxLiveHolds}, of an anonymous party
 * @param anonymousMaxTotal as {@code maxTotal}, where an anonymous client asks
 * @param closedRetention how long a closed reservation is remembered
 * @param bookingRetention how long a booking is kept after its end
 * @param maxPerPartition how many holds and bookings a partition may store before requests for more are refused
 * @param strictHolds whether a hold that a principal made can be seen and changed by that principal alone
 */
public record ReservationSettings(
        Duration defaultHold,
        Duration max,
        Duration maxTotal,
        int maxLiveHolds,
        int maxExtensions,
        int anonymousMaxLiveHolds,
        Duration anonymousMaxTotal,
        Duration closedRetention,
        Duration bookingRetention,
        int maxPerPartition,
        boolean strictHolds) {

    public static final ReservationSettings DEFAULT = of(Map.of());

    /** With the defaults of everything else. */
    public ReservationSettings(
            Duration defaultHold,
            Duration max,
            Duration maxTotal,
            Duration closedRetention,
            Duration bookingRetention,
            boolean strictHolds) {
        this(
                defaultHold,
                max,
                maxTotal,
                DecisionSetting.RESERVATION_MAX_LIVE_HOLDS.byDefault(),
                DecisionSetting.RESERVATION_MAX_EXTENSIONS.byDefault(),
                DecisionSetting.ANONYMOUS_MAX_LIVE_HOLDS.byDefault(),
                DecisionSetting.ANONYMOUS_MAX_TOTAL.byDefault(),
                closedRetention,
                bookingRetention,
                DecisionSetting.MAX_PER_PARTITION.byDefault(),
                strictHolds);
    }

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
                DecisionSetting.RESERVATION_MAX_LIVE_HOLDS.in(values),
                DecisionSetting.RESERVATION_MAX_EXTENSIONS.in(values),
                DecisionSetting.ANONYMOUS_MAX_LIVE_HOLDS.in(values),
                DecisionSetting.ANONYMOUS_MAX_TOTAL.in(values),
                DecisionSetting.RESERVATION_CLOSED_RETENTION.in(values),
                DecisionSetting.BOOKING_RETENTION.in(values),
                DecisionSetting.MAX_PER_PARTITION.in(values),
                DecisionSetting.STRICT_HOLDS.in(values));
    }

    /** By name. */
    public Map<String, Object> values() {
        return Map.ofEntries(
                DecisionSetting.RESERVATION_DEFAULT.with(defaultHold),
                DecisionSetting.RESERVATION_MAX.with(max),
                DecisionSetting.RESERVATION_MAX_TOTAL.with(maxTotal),
                DecisionSetting.RESERVATION_MAX_LIVE_HOLDS.with(maxLiveHolds),
                DecisionSetting.RESERVATION_MAX_EXTENSIONS.with(maxExtensions),
                DecisionSetting.ANONYMOUS_MAX_LIVE_HOLDS.with(anonymousMaxLiveHolds),
                DecisionSetting.ANONYMOUS_MAX_TOTAL.with(anonymousMaxTotal),
                DecisionSetting.RESERVATION_CLOSED_RETENTION.with(closedRetention),
                DecisionSetting.BOOKING_RETENTION.with(bookingRetention),
                DecisionSetting.MAX_PER_PARTITION.with(maxPerPartition),
                DecisionSetting.STRICT_HOLDS.with(strictHolds));
    }

    Duration max(EventTypeKey key) {
        return key.isCalendar() ? Limits.MAX_CALENDAR_HOLD : max;
    }

    Duration maxTotal(EventTypeKey key) {
        return key.isCalendar() ? Limits.MAX_CALENDAR_HOLD : maxTotal;
    }

    /** How many a partition may store before facts are refused too. */
    long maxFactsPerPartition() {
        return maxPerPartition + maxPerPartition / 2L;
    }

    /** The caps where an event type says nothing. Calendars have none but {@link #maxTotal}. */
    HoldCaps caps(EventTypeKey key, RequestInfo request) {
        if (key.isCalendar()) {
            return HoldCaps.NONE;
        }
        return new HoldCaps(
                limit(request.isAnonymous() ? anonymousMaxLiveHolds : maxLiveHolds),
                limit(maxExtensions),
                request.isAnonymous() ? Optional.of(anonymousMaxTotal) : Optional.empty());
    }

    private static OptionalInt limit(int setting) {
        return setting == DecisionSetting.UNLIMITED ? OptionalInt.empty() : OptionalInt.of(setting);
    }
}
