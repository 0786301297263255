package io.slotkeeper.reservation;

import java.util.Optional;

/** What the world is told about a reservation. */
public sealed interface ReservationEvent {

    EventTypeKey eventType();

    ReservationUid uid();

    /**
     * Its state after a change.
     *
     * @param booking what took its slot, when it is {@link ReservationStatus#BOOKED}
     */
    record Snapshot(EventTypeKey eventType, Hold hold, ReservationStatus status, Optional<BookingUid> booking)
            implements ReservationEvent {
        @Override
        public ReservationUid uid() {
            return hold.uid();
        }
    }

    /** Its time of retention is over. */
    record Forgotten(EventTypeKey eventType, ReservationUid uid) implements ReservationEvent {}
}
