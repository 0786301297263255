package io.slotkeeper.availability;

import io.slotkeeper.reservation.Booking;
import io.slotkeeper.reservation.BookingUid;
import io.slotkeeper.reservation.CalendarDocument;
import io.slotkeeper.reservation.Hold;
import io.slotkeeper.reservation.ReservationUid;
import io.slotkeeper.reservation.Window;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What keeps others out of an event type's time: live holds and blocking bookings, ready to be asked for many slots. An
 * answer takes two binary searches, however long the windows are.
 */
final class Occupancy {

    /** Seats that are taken, by the exact window. */
    private final Map<Window, Long> taken;
    /** Of those windows, in milliseconds, in order: when they start, and when they end. */
    private final long[] starts;

    private final long[] ends;

    private Occupancy(Map<Window, Long> taken) {
        this.taken = taken;
        this.starts = sorted(taken, Window::start);
        this.ends = sorted(taken, Window::end);
    }

    private static long[] sorted(Map<Window, Long> taken, Function<Window, Instant> border) {
        return taken.keySet().stream()
                .map(border)
                .mapToLong(Instant::toEpochMilli)
                .sorted()
                .toArray();
    }

    /** @param documents may repeat an entry that crosses a border: it counts once */
    static Occupancy of(Iterable<CalendarDocument> documents, Instant now) {
        Map<Window, Long> taken = new HashMap<>();
        Set<ReservationUid> holds = new HashSet<>();
        Set<BookingUid> bookings = new HashSet<>();
        for (CalendarDocument document : documents) {
            for (Hold hold : document.holds()) {
                if (hold.isLive(now) && holds.add(hold.uid())) {
                    taken.merge(hold.window(), 1L, Long::sum);
                }
            }
            for (Booking booking : document.bookings()) {
                if (booking.status().isBlocking() && bookings.add(booking.uid())) {
                    taken.merge(booking.window(), (long) booking.attendees(), Long::sum);
                }
            }
        }
        return new Occupancy(taken);
    }

    /** How many seats of a slot are taken; empty when something of other bounds overlaps it and so keeps all out. */
    OptionalLong seatsTaken(Window slot) {
        int ofSameBounds = taken.containsKey(slot) ? 1 : 0;
        return overlapping(slot) == ofSameBounds ? OptionalLong.of(taken.getOrDefault(slot, 0L)) : OptionalLong.empty();
    }

    /** Of all windows that start before the slot ends, those don't overlap it that end by its start. */
    private int overlapping(Window slot) {
        return countBefore(starts, slot.end().toEpochMilli())
                - countBefore(ends, slot.start().toEpochMilli() + 1);
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
