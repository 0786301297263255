package io.slotkeeper.availability;

import io.slotkeeper.reservation.Booking;
import io.slotkeeper.reservation.BookingUid;
import io.slotkeeper.reservation.CalendarDocument;
import io.slotkeeper.reservation.Hold;
import io.slotkeeper.reservation.ReservationUid;
import io.slotkeeper.reservation.Window;
import io.slotkeeper.reservation.WindowUse;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What keeps others out of an event type's time: live holds and blocking bookings, ready to be asked for many slots. An
 * answer takes a few binary searches, however long the windows are.
 */
final class Occupancy {

    private final Occupied bookings = new Occupied();
    private final Occupied holds = new Occupied();

    private Occupancy() {}

    /** @param documents may repeat an entry that crosses a border: it counts once */
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

    WindowUse of(Window slot) {
        return new WindowUse(
                bookings.seats(slot), bookings.withOtherBounds(slot), holds.seats(slot), holds.withOtherBounds(slot));
    }

    /** Entries of one kind by their windows. */
    private static final class Occupied {
        private final Map<Window, Long> seats = new HashMap<>();
        /** Of the windows, in milliseconds, in order. */
        private long[] starts = {};

        private long[] ends = {};

        void add(Window window, long taken) {
            seats.merge(window, taken, Long::sum);
        }

        /** To be called once, when all have been added. */
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

        /** Taken with exactly this window. */
        long seats(Window slot) {
            return seats.getOrDefault(slot, 0L);
        }

        /** Windows that overlap the slot: of all that start before it ends, those that don't end by its start. */
        long withOtherBounds(Window slot) {
            int overlapping = countBefore(starts, slot.end().toEpochMilli())
                    - countBefore(ends, slot.start().toEpochMilli() + 1);
            return overlapping - (seats.containsKey(slot) ? 1 : 0);
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
