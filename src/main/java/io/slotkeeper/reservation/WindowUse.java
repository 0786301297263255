package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What overlaps a window and keeps others out, counted: blocking bookings and live holds, each once. Rows 9 to 11 of
 * docs/spec/reservations.md#reserve_slot, for deciding a request and for listing slots alike.
 *
 * @param seatsBooked attendees of the bookings with exactly this window
 * @param otherBookings bookings that overlap it with other bounds
 * @param holds with exactly this window
 * @param otherHolds that overlap it with other bounds
 */
public record WindowUse(long seatsBooked, long otherBookings, long holds, long otherHolds) {

    /** Seats that are no longer free, where the window itself is shared. */
    public long seatsTaken() {
        return seatsBooked + holds;
    }

    /**
     * What keeps one more out of the window, if anything does.
     *
     * @param seats empty where slots aren't shared
     */
    public Optional<Code> conflict(OptionalInt seats) {
        return seats.isPresent() ? conflictOfSeats(seats.getAsInt()) : conflictOfOne();
    }

    private Optional<Code> conflictOfOne() {
        if (seatsBooked + otherBookings > 0) {
            return Optional.of(Code.ALREADY_BOOKED);
        }
        return holds + otherHolds > 0 ? Optional.of(Code.ALREADY_RESERVED) : Optional.empty();
    }

    private Optional<Code> conflictOfSeats(int seats) {
        if (seatsBooked >= seats) {
            return Optional.of(Code.NO_SEATS_LEFT);
        }
        if (otherBookings > 0) {
            return Optional.of(Code.ALREADY_BOOKED);
        }
        return otherHolds > 0 || seatsTaken() >= seats ? Optional.of(Code.ALREADY_RESERVED) : Optional.empty();
    }
}
