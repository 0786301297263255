package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.calendar.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code reserve_slot} would answer (docs/spec/reservations.md#explain).
 *
 * @param reasons all for which it would be refused, in the order in which it is checked; none: it would be granted
 * @param seats of the window, where slots are shared
 * @param type the event type; empty if it isn't defined, was removed, or is a calendar
 */
public record Explanation(List<Reason> reasons, Optional<SeatUse> seats, Optional<EventType> type) {

    public Explanation {
        reasons = List.copyOf(reasons);
    }

    /**
     * A reason for which a slot can't be had.
     *
     * @param until when the holds in the way have lapsed, if none is extended
     * @param source the request that made or changed the last of them to lapse; only for those who may know
     */
    public record Reason(Code code, String message, Optional<Instant> until, Optional<Source> source) {

        static Reason of(Refusal refusal, Optional<Source> source) {
            return new Reason(refusal.code(), refusal.message(), refusal.availableAt(), source);
        }
    }

    /**
     * The seats of a window.
     *
     * @param held by live holds
     * @param booked by attendees of bookings
     */
    public record SeatUse(int total, long held, long booked) {}

    /** Whether {@code reserve_slot} would grant it. */
    public boolean isAvailable() {
        return reasons.isEmpty();
    }
}
