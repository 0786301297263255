package io.slotkeeper.reservation;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Source;
import java.time.Instant;
import java.util.Optional;

/**
 * When entries of a document end by themselves, and what happens then. An entry that stands in several documents is
 * looked at in the first only.
 */
final class Deadlines {

    private final ReservationSettings settings;

    Deadlines(ReservationSettings settings) {
        this.settings = settings;
    }

    /** When the first of the document's own entries ends by itself. */
    Optional<Instant> nextDeadline(DocumentKey key, CalendarDocument document) {
        return firstToEnd(key, document).map(Ending::deadline);
    }

    /**
     * Announces the first of the document's own entries that ends by itself: a hold expires, a marker or a booking is
     * forgotten. Equal deadlines come in the order of their uids.
     *
     * @param now log time, not before that entry's deadline
     */
    void announceNext(ReservationChanges changes, DocumentKey key, Instant now, Source source) {
        firstToEnd(key, changes.document(key))
                .ifPresent(ending -> announce(changes, key.eventType(), ending, now, source));
    }

    /** An entry that ends by itself; exactly one of the three is present. */
    private record Ending(
            Instant deadline,
            String uid,
            Optional<Hold> hold,
            Optional<ClosedMarker> marker,
            Optional<Booking> booking) {

        boolean isBefore(Instant otherDeadline, String otherUid) {
            int byDeadline = deadline.compareTo(otherDeadline);
            return byDeadline < 0 || (byDeadline == 0 && uid.compareTo(otherUid) <= 0);
        }
    }

    private Optional<Ending> firstToEnd(DocumentKey key, CalendarDocument document) {
        Ending first = null;
        for (Hold hold : document.holds()) {
            if (key.owns(hold.window())
                    && (first == null
                            || !first.isBefore(hold.deadline(), hold.uid().value()))) {
                first = ending(hold);
            }
        }
        for (ClosedMarker marker : document.closed()) {
            Instant deadline = deadlineOf(marker);
            if (key.owns(marker.window())
                    && (first == null || !first.isBefore(deadline, marker.uid().value()))) {
                first = new Ending(
                        deadline, marker.uid().value(), Optional.empty(), Optional.of(marker), Optional.empty());
            }
        }
        for (Booking booking : document.bookings()) {
            Instant deadline = deadlineOf(booking);
            if (key.owns(booking.window())
                    && (first == null || !first.isBefore(deadline, booking.uid().value()))) {
                first = new Ending(
                        deadline, booking.uid().value(), Optional.empty(), Optional.empty(), Optional.of(booking));
            }
        }
        return Optional.ofNullable(first);
    }

    private static Ending ending(Hold hold) {
        return new Ending(hold.deadline(), hold.uid().value(), Optional.of(hold), Optional.empty(), Optional.empty());
    }

    Instant deadlineOf(ClosedMarker marker) {
        return marker.closedAt().plus(settings.closedRetention());
    }

    Instant deadlineOf(Booking booking) {
        return booking.window().end().plus(settings.bookingRetention());
    }

    private static void announce(
            ReservationChanges changes, EventTypeKey key, Ending ending, Instant now, Source source) {
        ending.hold().ifPresent(hold -> end(changes, key, hold, now, source));
        ending.marker().ifPresent(marker -> changes.forget(key, marker));
        ending.booking().ifPresent(booking -> changes.removeBooking(key, booking));
    }

    /** It counts as closed from its deadline on, whenever that is announced. */
    static void end(ReservationChanges changes, EventTypeKey key, Hold hold, Instant now, Source source) {
        boolean preempted = hold.preemptedAt().isPresent();
        changes.close(
                key,
                hold,
                preempted ? ReservationStatus.PREEMPTED : ReservationStatus.EXPIRED,
                Optional.empty(),
                hold.deadline(),
                now,
                Cause.deadline(preempted ? CauseType.RECORD_BOOKING : CauseType.RESERVATION_EXPIRED, source));
    }
}
