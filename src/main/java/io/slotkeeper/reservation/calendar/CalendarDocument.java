package io.slotkeeper.reservation.calendar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A stored document: everything that touches one range of four hours of an event type. An entry that crosses a border
 * is stored in each document that it touches, and belongs to the first (docs/spec/reservations.md#documents).
 *
 * @param holds live, or ended but not announced yet
 * @param closed markers of closed reservations
 * @param cancellations of bookings that aren't known
 */
public record CalendarDocument(
        List<Hold> holds, List<Booking> bookings, List<ClosedMarker> closed, List<EarlyCancellation> cancellations) {

    public static final CalendarDocument EMPTY = new CalendarDocument(List.of(), List.of(), List.of(), List.of());

    public CalendarDocument {
        holds = List.copyOf(holds);
        bookings = List.copyOf(bookings);
        closed = List.copyOf(closed);
        cancellations = List.copyOf(cancellations);
    }

    public boolean isEmpty() {
        return holds.isEmpty() && bookings.isEmpty() && closed.isEmpty() && cancellations.isEmpty();
    }

    public Optional<Hold> hold(ReservationUid uid) {
        return holds.stream().filter(hold -> hold.uid().equals(uid)).findFirst();
    }

    Optional<Booking> booking(BookingUid uid) {
        return bookings.stream().filter(booking -> booking.uid().equals(uid)).findFirst();
    }

    public Optional<ClosedMarker> closed(ReservationUid uid) {
        return closed.stream().filter(marker -> marker.uid().equals(uid)).findFirst();
    }

    Optional<EarlyCancellation> cancellation(BookingUid uid) {
        return cancellations.stream().filter(it -> it.uid().equals(uid)).findFirst();
    }

    /** With this hold, which replaces one with the same uid. */
    CalendarDocument with(Hold hold) {
        return new CalendarDocument(
                replaced(holds, it -> it.uid().equals(hold.uid()), hold), bookings, closed, cancellations);
    }

    CalendarDocument with(Booking booking) {
        return new CalendarDocument(
                holds, replaced(bookings, it -> it.uid().equals(booking.uid()), booking), closed, cancellations);
    }

    CalendarDocument with(ClosedMarker marker) {
        return new CalendarDocument(
                holds, bookings, replaced(closed, it -> it.uid().equals(marker.uid()), marker), cancellations);
    }

    CalendarDocument with(EarlyCancellation cancellation) {
        return new CalendarDocument(
                holds,
                bookings,
                closed,
                replaced(cancellations, it -> it.uid().equals(cancellation.uid()), cancellation));
    }

    CalendarDocument without(ReservationUid hold) {
        return new CalendarDocument(kept(holds, it -> !it.uid().equals(hold)), bookings, closed, cancellations);
    }

    /** Without the booking and without its early cancellation. */
    CalendarDocument without(BookingUid booking) {
        return new CalendarDocument(
                holds,
                kept(bookings, it -> !it.uid().equals(booking)),
                closed,
                kept(cancellations, it -> !it.uid().equals(booking)));
    }

    CalendarDocument withoutClosed(ReservationUid uid) {
        return new CalendarDocument(
                holds, bookings, kept(closed, it -> !it.uid().equals(uid)), cancellations);
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
