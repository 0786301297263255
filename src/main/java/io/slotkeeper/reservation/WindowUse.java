package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The number of blocking bookings and live holds that overlap a window, and the conflict that follows from them: rows 9
 * to 11 of docs/spec/reservations.md#reserve_slot, for decisions on requests and for lists of slots alike.
 *
 * @param seatsBooked attendees of the bookings with exactly this window
 * @param otherBookings bookings that overlap it with other bounds
 * @param holds with exactly this window
 * @param otherHolds that overlap it with other bounds
 */
public record WindowUse(long seatsBooked, long otherBookings, long holds, long otherHolds) {

    /** Number of seats of exactly this window that are taken. */
    public long seatsTaken() {
        return seatsBooked + holds;
    }

    /**
     * Why the window can't take one more hold or booking; empty if it can.
     *
     * @param seats empty if slots aren't shared
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
