package io.slotkeeper.availability;

import io.slotkeeper.reservation.Window;
import java.util.Optional;

/**
 * A slot that can be reserved.
 *
 * @param seats empty when nobody shares it
 */
public record OfferedSlot(Window window, Optional<Seats> seats) {

    /**
     * The seats of a slot that is shared.
     *
     * @param booked attendees of bookings, and holds
     */
    public record Seats(long booked, int total) {

        public long remaining() {
            return total - booked;
        }
    }
}
