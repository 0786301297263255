package io.slotkeeper.reservation;

import java.util.Optional;

/** The state that a decision may read. It reads no more than it needs: all look-ups are by key. */
public interface ReservationView {

    Optional<EventType> eventType(EventTypeKey key);

    /** The document, {@link CalendarDocument#EMPTY} when nothing touches its time. */
    CalendarDocument document(DocumentKey key);

    /** The document to which the hold of this name belongs. */
    Optional<DocumentKey> documentOfHold(EventTypeKey key, ReservationUid uid);

    /** The document to which the booking of this name belongs. */
    Optional<DocumentKey> documentOfBooking(EventTypeKey key, BookingUid uid);
}
