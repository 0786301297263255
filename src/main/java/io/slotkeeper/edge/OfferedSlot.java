package io.slotkeeper.edge;

import io.slotkeeper.reservation.Window;
import java.util.Optional;

/**
 * A slot that can be reserved.
 *
 * @param seats empty when nobody shares it
 */
record OfferedSlot(Window window, Optional<Seats> seats) {

    /**
     * The seats of a slot that is shared.
     *
     * @param booked attendees of bookings, and holds
     */
    record Seats(long booked, int total) {

        long remaining() {
            return total - booked;
        }
    }
}
