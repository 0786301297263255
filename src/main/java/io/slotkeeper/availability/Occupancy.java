package io.slotkeeper.availability;

import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Claim;
import io.slotkeeper.reservation.view.WindowUse;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The live holds and blocking bookings of an event type, prepared for queries about many slots: each takes a few binary
 * searches, however long the windows are.
 */
final class Occupancy {

    private final Occupied bookings = new Occupied();
    private final Occupied holds = new Occupied();

    private Occupancy() {}

    /** @param documents may contain an entry that crosses a border several times; it counts once */
    static Occupancy of(Iterable<CalendarDocument> documents, Instant now) {
        var occupancy = new Occupancy();
        Set<ReservationUid> holdsCounted = new HashSet<>();
        Set<BookingUid> bookingsCounted = new HashSet<>();
        for (CalendarDocument document : documents) {
            for (Hold hold : document.holds()) {
                if (hold.isLive(now) && holdsCounted.add(hold.uid())) {
                    occupancy.holds.add(hold.window(), 1);
                }
            }
            for (Booking booking : document.bookings()) {
                if (booking.status().isBlocking() && bookingsCounted.add(booking.uid())) {
                    occupancy.bookings.add(booking.window(), booking.attendees());
                }
            }
        }
        occupancy.bookings.sort();
        occupancy.holds.sort();
        return occupancy;
    }

    /** What is in the way of a slot, or shares it. */
    WindowUse of(Claim claim) {
        Window slot = claim.window();
        return new WindowUse(
                bookings.seats(slot), bookings.withOtherBounds(claim), holds.seats(slot), holds.withOtherBounds(claim));
    }

    /** The windows of one kind of entry. */
    private static final class Occupied {
        private final Map<Window, Long> seats = new HashMap<>();
        /** Starts and ends of the windows in epoch milliseconds, each sorted. */
        private long[] starts = {};

        private long[] ends = {};

        void add(Window window, long taken) {
            seats.merge(window, taken, Long::sum);
        }

        /** To be called once, after the last {@link #add}. */
        void sort() {
            starts = sorted(Window::start);
            ends = sorted(Window::end);
        }

        private long[] sorted(Function<Window, Instant> border) {
            return seats.keySet().stream()
                    .map(border)
                    .mapToLong(Instant::toEpochMilli)
                    .sorted()
                    .toArray();
        }

        /** Number of seats taken with exactly this window. */
        long seats(Window slot) {
            return seats.getOrDefault(slot, 0L);
        }

        /**
         * Number of other windows in the way: those that start before its reach ends, without those that end by the start of
         * that.
         */
        long withOtherBounds(Claim claim) {
            Window reach = claim.reach();
            long overlapping = (long) countBefore(starts, reach.end().toEpochMilli())
                    - countBefore(ends, reach.start().toEpochMilli() + 1);
            return overlapping - (seats.containsKey(claim.window()) ? 1 : 0);
        }

        private static int countBefore(long[] sorted, long bound) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < bound) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
