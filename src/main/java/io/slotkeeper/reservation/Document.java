package io.slotkeeper.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that touches four hours of an event type. An entry that crosses a border stands in each document that it
 * touches, and belongs to the first of them.
 *
 * @param holds those that are live, or whose end is still to be announced
 */
public record Document(List<Hold> holds, List<Booking> bookings, List<ClosedMarker> closed) {

    public static final Document EMPTY = new Document(List.of(), List.of(), List.of());

    public Document {
        holds = List.copyOf(holds);
        bookings = List.copyOf(bookings);
        closed = List.copyOf(closed);
    }

    public boolean isEmpty() {
        return holds.isEmpty() && bookings.isEmpty() && closed.isEmpty();
    }

    Optional<Hold> hold(ReservationUid uid) {
        return holds.stream().filter(hold -> hold.uid().equals(uid)).findFirst();
    }

    Optional<Booking> booking(BookingUid uid) {
        return bookings.stream().filter(booking -> booking.uid().equals(uid)).findFirst();
    }

    Optional<ClosedMarker> closed(ReservationUid uid) {
        return closed.stream().filter(marker -> marker.uid().equals(uid)).findFirst();
    }

    /** With this hold, instead of the one of the same name if there is one. */
    Document with(Hold hold) {
        return new Document(replaced(holds, it -> it.uid().equals(hold.uid()), hold), bookings, closed);
    }

    Document with(Booking booking) {
        return new Document(holds, replaced(bookings, it -> it.uid().equals(booking.uid()), booking), closed);
    }

    Document with(ClosedMarker marker) {
        return new Document(holds, bookings, replaced(closed, it -> it.uid().equals(marker.uid()), marker));
    }

    Document without(ReservationUid hold) {
        return new Document(kept(holds, it -> !it.uid().equals(hold)), bookings, closed);
    }

    Document without(BookingUid booking) {
        return new Document(holds, kept(bookings, it -> !it.uid().equals(booking)), closed);
    }

    Document withoutClosed(ReservationUid uid) {
        return new Document(holds, bookings, kept(closed, it -> !it.uid().equals(uid)));
    }

    private static <T> List<T> kept(List<T> entries, Predicate<T> test) {
        return entries.stream().filter(test).toList();
    }

    private static <T> List<T> replaced(List<T> entries, Predicate<T> same, T entry) {
        List<T> next = new ArrayList<>(entries.size() + 1);
        entries.stream().filter(same.negate()).forEach(next::add);
        next.add(entry);
        return next;
    }
}
