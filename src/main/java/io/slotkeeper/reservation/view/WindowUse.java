package io.slotkeeper.reservation.view;

import io.slotkeeper.request.Code;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Window;
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

    /** Adds up what overlaps a window. Not thread-safe. */
    public static final class Sum {
        private final Window window;
        private long seatsBooked;
        private long otherBookings;
        private long holds;
        private long otherHolds;

        /** Starts with nothing. */
        public Sum(Window window) {
            this.window = window;
        }

        Sum(Window window, WindowUse use) {
            this.window = window;
            this.seatsBooked = use.seatsBooked;
            this.otherBookings = use.otherBookings;
            this.holds = use.holds;
            this.otherHolds = use.otherHolds;
        }

        /** Adds live holds of exactly this window. */
        public void addHolds(long count) {
            holds += count;
        }

        /** Adds live holds that overlap the window with other bounds. */
        public void addOtherHolds(long count) {
            otherHolds += count;
        }

        /** Adds the attendees of blocking bookings of exactly this window. */
        public void addSeats(long attendees) {
            seatsBooked += attendees;
        }

        /** Adds blocking bookings that overlap the window with other bounds. */
        public void addOtherBookings(long count) {
            otherBookings += count;
        }

        void add(Hold hold) {
            count(hold, 1);
        }

        void remove(Hold hold) {
            count(hold, -1);
        }

        private void count(Hold hold, int sign) {
            if (hold.window().equals(window)) {
                holds += sign;
            } else if (hold.window().overlaps(window)) {
                otherHolds += sign;
            }
        }

        void add(Booking booking) {
            count(booking, 1);
        }

        void remove(Booking booking) {
            count(booking, -1);
        }

        private void count(Booking booking, int sign) {
            if (!booking.status().isBlocking()) {
                return;
            }
            if (booking.window().equals(window)) {
                seatsBooked += (long) sign * booking.attendees();
            } else if (booking.window().overlaps(window)) {
                otherBookings += sign;
            }
        }

        public WindowUse use() {
            return new WindowUse(seatsBooked, otherBookings, holds, otherHolds);
        }
    }
}
