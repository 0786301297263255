package io.slotkeeper.reservation.view;

import io.slotkeeper.request.Code;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The number of blocking bookings and live holds that overlap a window, and the conflict that follows from them: rows 9
 * to 11 of docs/spec/reservations.md#reserve_slot, for decisions on requests and for lists of slots alike.
 *
 * @param seatsBooked attendees of the bookings with exactly this window
 * @param otherBookings bookings that overlap it with other bounds
 * @param holds with exactly this window
 * @param otherHolds that overlap it, or come too close, with other bounds
 */
public record WindowUse(long seatsBooked, long otherBookings, long holds, long otherHolds) {

    /** Number of seats of exactly this window that are taken. */
    public long seatsTaken() {
        return seatsBooked + holds;
    }

    /**
     * Why the window can't take one more hold or booking, in the order of the rows; empty if it can.
     *
     * @param seats empty if slots aren't shared
     */
    public List<Code> conflicts(OptionalInt seats) {
        if (seatsTaken() + otherBookings + otherHolds == 0) {
            return List.of();
        }
        List<Code> conflicts = new ArrayList<>(1);
        if (seats.isPresent() && seatsBooked >= seats.getAsInt()) {
            conflicts.add(Code.NO_SEATS_LEFT);
        }
        if (otherBookings > 0 || (seats.isEmpty() && seatsBooked > 0)) {
            conflicts.add(Code.ALREADY_BOOKED);
        }
        boolean noRoomBesideHolds = holds > 0 && (seats.isEmpty() || seatsTaken() >= seats.getAsInt());
        if (otherHolds > 0 || noRoomBesideHolds) {
            conflicts.add(Code.ALREADY_RESERVED);
        }
        return conflicts;
    }

    /** Adds up what overlaps a window. Not thread-safe. */
    public static final class Sum {
        private final Window window;
        private final Window reach;
        private long seatsBooked;
        private long otherBookings;
        private long holds;
        private long otherHolds;

        /** Starts with nothing. */
        public Sum(Claim claim) {
            this.window = claim.window();
            this.reach = claim.reach();
        }

        Sum(Claim claim, WindowUse use) {
            this(claim);
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
            } else if (hold.window().overlaps(reach)) {
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
            } else if (booking.window().overlaps(reach)) {
                otherBookings += sign;
            }
        }

        public WindowUse use() {
            return new WindowUse(seatsBooked, otherBookings, holds, otherHolds);
        }
    }
}
