package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.ReservationView;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that overlaps a window and keeps others out of it: blocking bookings and live holds, each counted once
 * however many documents store it. Decides rows 9 to 12 of the table in docs/spec/reservations.md#reserve_slot.
 */
final class Neighbours {

    private final EventTypeKey key;
    private final Window window;
    private final Map<BookingUid, Booking> bookings = new LinkedHashMap<>();
    private final Map<ReservationUid, Hold> holds = new LinkedHashMap<>();
    private boolean full;

    /** @param own uid of the requesting hold, which doesn't count; empty for a new one */
    Neighbours(ReservationView view, EventTypeKey key, Window window, Optional<ReservationUid> own, Instant now) {
        this.key = key;
        this.window = window;
        for (DocumentKey where : DocumentKey.inReachOf(key, window)) {
            int live = 0;
            CalendarDocument document = view.document(where);
            for (Booking booking : document.bookings()) {
                if (booking.status().isBlocking()) {
                    live++;
                    if (booking.window().overlaps(window)) {
                        bookings.put(booking.uid(), booking);
                    }
                }
            }
            for (Hold hold : document.holds()) {
                if (hold.isLive(now) && !own.filter(hold.uid()::equals).isPresent()) {
                    live++;
                    if (hold.window().overlaps(window)) {
                        holds.put(hold.uid(), hold);
                    }
                }
            }
            full |= live >= Limits.MAX_LIVE_ENTRIES && !where.isWide();
        }
    }

    /** Why the window can't take one more; empty if it can. */
    Optional<Refusal> conflict(OptionalInt seats) {
        return use().conflict(seats)
                .map(code -> code == Code.NO_SEATS_LEFT
                        ? Refusal.base(code, key.value(), IsoInstant.withMillis(window.start()))
                        : Refusal.base(code));
    }

    private WindowUse use() {
        long seatsBooked = 0;
        long otherBookings = 0;
        for (Booking booking : bookings.values()) {
            if (booking.window().equals(window)) {
                seatsBooked += booking.attendees();
            } else {
                otherBookings++;
            }
        }
        long same = holds.values().stream()
                .filter(hold -> hold.window().equals(window))
                .count();
        return new WindowUse(seatsBooked, otherBookings, same, holds.size() - same);
    }

    /** The refusal if a document of the window can't take one more. */
    Optional<Refusal> documentFull() {
        return full ? Optional.of(Refusal.base(Code.TOO_MANY_HOLDS)) : Optional.empty();
    }

    /** When the last of the holds in the way lapses, if none is extended; now, if there is none. */
    Instant lastEnd(Instant now) {
        return holds.values().stream().map(Hold::until).max(Instant::compareTo).orElse(now);
    }

    /** The holds that must give way to the bookings of the window, latest granted first. */
    List<Hold> displaced(OptionalInt seats) {
        List<Hold> latestFirst = holds.values().stream()
                .sorted((one, other) -> {
                    int byGrant = other.createdAt().compareTo(one.createdAt());
                    return byGrant != 0 ? byGrant : other.uid().compareTo(one.uid());
                })
                .toList();
        if (seats.isEmpty()) {
            return latestFirst;
        }
        long[] surplus = {use().seatsTaken() - seats.getAsInt()};
        return latestFirst.stream()
                .filter(hold -> !hold.window().equals(window) || surplus[0]-- > 0)
                .toList();
    }
}
