package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.Party;
import java.util.Optional;

/**
 * Read access to the state that a decision may depend on. All look-ups are by key, so that a decision reads no more
 * than it needs.
 */
public interface ReservationView {

    Optional<EventType> eventType(EventTypeKey key);

    /** The document, or {@link CalendarDocument#EMPTY} if nothing touches its range. */
    CalendarDocument document(DocumentKey key);

    /** The document to which the hold with this uid belongs. */
    Optional<DocumentKey> documentOfHold(EventTypeKey key, ReservationUid uid);

    /** The document to which the booking with this uid belongs. */
    Optional<DocumentKey> documentOfBooking(EventTypeKey key, BookingUid uid);

    /** The holds that count for the party's cap. */
    PartyHolds holdsOf(EventTypeKey key, Party party);
}
