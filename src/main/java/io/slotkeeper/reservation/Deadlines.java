package io.slotkeeper.reservation;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationChanges;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The deadlines of a document's entries, and what happens at them. An entry that is stored in several documents is
 * handled in the first only.
 */
final class Deadlines {

    private final ReservationSettings settings;

    Deadlines(ReservationSettings settings) {
        this.settings = settings;
    }

    /** Earliest deadline of the document's own entries. */
    Optional<Instant> nextDeadline(DocumentKey key, CalendarDocument document) {
        return earliest(key, document).map(TimedEntry::deadline);
    }

    /**
     * Announces the earliest deadline of the document's own entries: a hold expires; a marker, a booking or an early
     * cancellation is deleted.
     * Equal deadlines are announced in the order of uids.
     *
     * @param now log time, not before that deadline
     */
    void announceNext(ReservationChanges changes, DocumentKey key, Instant now, Source source) {
        earliest(key, changes.document(key)).ifPresent(entry -> announce(changes, key.eventType(), entry, now, source));
    }

    /**
     * An entry with a deadline; exactly one of the three is present.
     *
     * @param booking or early cancellation
     */
    private record TimedEntry(
            Instant deadline,
            String uid,
            Optional<Hold> hold,
            Optional<ClosedMarker> marker,
            Optional<BookingUid> booking) {

        boolean isBefore(Instant otherDeadline, String otherUid) {
            int byDeadline = deadline.compareTo(otherDeadline);
            return byDeadline < 0 || (byDeadline == 0 && uid.compareTo(otherUid) <= 0);
        }
    }

    private Optional<TimedEntry> earliest(DocumentKey key, CalendarDocument document) {
        TimedEntry first = null;
        for (Hold hold : document.holds()) {
            if (key.owns(hold.window())
                    && (first == null
                            || !first.isBefore(hold.deadline(), hold.uid().value()))) {
                first = entry(hold);
            }
        }
        for (ClosedMarker marker : document.closed()) {
            Instant deadline = deadlineOf(marker);
            if (key.owns(marker.window())
                    && (first == null || !first.isBefore(deadline, marker.uid().value()))) {
                first = new TimedEntry(
                        deadline, marker.uid().value(), Optional.empty(), Optional.of(marker), Optional.empty());
            }
        }
        for (Booking booking : document.bookings()) {
            Instant deadline = deadlineOf(booking);
            if (key.owns(booking.window())
                    && (first == null || !first.isBefore(deadline, booking.uid().value()))) {
                first = entry(deadline, booking.uid());
            }
        }
        for (EarlyCancellation cancellation : document.cancellations()) {
            Instant deadline = deadlineOf(cancellation);
            if (first == null || !first.isBefore(deadline, cancellation.uid().value())) {
                first = entry(deadline, cancellation.uid());
            }
        }
        return Optional.ofNullable(first);
    }

    private static TimedEntry entry(Hold hold) {
        return new TimedEntry(
                hold.deadline(), hold.uid().value(), Optional.of(hold), Optional.empty(), Optional.empty());
    }

    private static TimedEntry entry(Instant deadline, BookingUid uid) {
        return new TimedEntry(deadline, uid.value(), Optional.empty(), Optional.empty(), Optional.of(uid));
    }

    Instant deadlineOf(ClosedMarker marker) {
        return marker.closedAt().plus(settings.closedRetention());
    }

    /** A version is remembered for the whole retention, also that of a booking that was over when it came. */
    Instant deadlineOf(Booking booking) {
        Instant end = booking.window().end();
        boolean longer = booking.version().isPresent() && booking.changedAt().isAfter(end);
        return (longer ? booking.changedAt() : end).plus(settings.bookingRetention());
    }

    Instant deadlineOf(EarlyCancellation cancellation) {
        return cancellation.cancelledAt().plus(settings.bookingRetention());
    }

    private static void announce(
            ReservationChanges changes, EventTypeKey key, TimedEntry entry, Instant now, Source source) {
        entry.hold().ifPresent(hold -> end(changes, key, hold, now, source));
        entry.marker().ifPresent(marker -> changes.forget(key, marker));
        entry.booking().ifPresent(booking -> changes.forgetBooking(key, booking));
    }

    /**
     * Closes a hold that expired or was preempted. It counts as closed from its deadline, however late that is
     * announced.
     */
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
