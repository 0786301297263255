package io.slotkeeper.reservation.calendar;

import java.util.List;

/**
 * Everything that is stored in some parts of an event type. An entry that crosses a border is stored, and may be here,
 * once for each part that it touches.
 *
 * @param holds live, or ended but not announced yet
 * @param closed markers of closed reservations
 * @param cancellations of bookings that aren't known
 */
public record CalendarDocument(
        List<Hold> holds, List<Booking> bookings, List<ClosedMarker> closed, List<EarlyCancellation> cancellations) {

    public CalendarDocument {
        holds = List.copyOf(holds);
        bookings = List.copyOf(bookings);
        closed = List.copyOf(closed);
        cancellations = List.copyOf(cancellations);
    }
}
