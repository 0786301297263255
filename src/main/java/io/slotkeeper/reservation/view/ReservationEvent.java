package io.slotkeeper.reservation.view;

import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.ReservationUid;
import java.util.Optional;

/** A change of a reservation that is to be emitted. */
public sealed interface ReservationEvent {

    EventTypeKey eventType();

    ReservationUid uid();

    /**
     * The state after a change.
     *
     * @param booking that took its slot, if the status is {@link ReservationStatus#BOOKED}
     */
    record Snapshot(EventTypeKey eventType, Hold hold, ReservationStatus status, Optional<BookingUid> booking)
            implements ReservationEvent {
        @Override
        public ReservationUid uid() {
            return hold.uid();
        }
    }

    /** A tombstone: the retention of the closed reservation is over. */
    record Forgotten(EventTypeKey eventType, ReservationUid uid) implements ReservationEvent {}
}
