package io.slotkeeper.reservation.view;

import io.slotkeeper.request.Party;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.KnownBooking;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Read access to the state that a decision may depend on. A decision that isn't in the way of anybody asks for nothing
 * whose cost grows with what else is stored.
 */
public interface ReservationView {

    Optional<EventType> eventType(EventTypeKey key);

    /** The hold with this uid: live, or ended but not announced yet. */
    Optional<Hold> hold(EventTypeKey key, ReservationUid uid);

    /** The marker with this uid that is stored in the part. */
    Optional<ClosedMarker> closed(DocumentKey part, ReservationUid uid);

    Optional<KnownBooking> known(EventTypeKey key, BookingUid uid);

    /** The holds that count for the party's cap. */
    PartyHolds holdsOf(EventTypeKey key, Party party);

    /**
     * What is in the way of a window, or shares it, at {@code now}.
     *
     * @param own a live hold that doesn't count
     */
    WindowState window(EventTypeKey key, Claim claim, Optional<Hold> own, Instant now);

    /** Number of the holds and blocking bookings that are stored in this partition. */
    int entries();

    /** All holds that overlap a window, in any order. Its cost grows with what is stored around it. */
    List<Hold> holds(EventTypeKey key, Window window);

    /** At least the number of {@link #closed(EventTypeKey, Window) markers} of exactly this window. */
    int closedAtMost(EventTypeKey key, Window window);

    /** The markers of exactly this window, in any order. Its cost grows with what is stored around it. */
    List<ClosedMarker> closed(EventTypeKey key, Window window);

    /** At least the number of {@link #cancellations} of a part. */
    int cancellationsAtMost(DocumentKey part);

    /** The early cancellations of a part, in any order. Its cost grows with what is stored in it. */
    List<EarlyCancellation> cancellations(DocumentKey part);
}
