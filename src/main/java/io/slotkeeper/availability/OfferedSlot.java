package io.slotkeeper.availability;

import io.slotkeeper.reservation.calendar.Window;
import java.util.Optional;

/**
 * A slot that can be reserved.
 *
 * @param seats empty if slots of the event type aren't shared
 */
public record OfferedSlot(Window window, Optional<Seats> seats) {

    /**
     * The seats of a shared slot.
     *
     * @param booked number of seats taken by attendees of bookings and by holds
     */
    public record Seats(long booked, int total) {

        public long remaining() {
            return total - booked;
        }
    }
}
