package io.slotkeeper.reservation;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EntryName;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.KnownBooking;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationView;
import java.time.Instant;
import java.util.Optional;

/** The deadlines of entries, and what happens at them. */
final class Deadlines {

    private final ReservationSettings settings;

    Deadlines(ReservationSettings settings) {
        this.settings = settings;
    }

    Instant deadlineOf(ClosedMarker marker) {
        return marker.closedAt().plus(settings.closedRetention());
    }

    Instant deadlineOf(KnownBooking known) {
        return known instanceof Booking booking ? deadlineOf(booking) : deadlineOf((EarlyCancellation) known);
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

    /** The deadline of an entry; empty if it isn't there. */
    Optional<Instant> deadlineOf(ReservationView view, EntryName entry) {
        return switch (entry.kind()) {
            case HOLD -> hold(view, entry).map(Hold::deadline);
            case CLOSED -> marker(view, entry).map(this::deadlineOf);
            case BOOKING, CANCELLATION -> known(view, entry).map(this::deadlineOf);
        };
    }

    /**
     * Announces the deadline of an entry: a hold expires; a marker, a booking or an early cancellation is deleted.
     *
     * @param now log time, not before that deadline
     */
    void announce(ReservationChanges changes, EntryName entry, Instant now, Source source) {
        EventTypeKey key = entry.part().eventType();
        switch (entry.kind()) {
            case HOLD -> hold(changes, entry).ifPresent(hold -> end(changes, key, hold, now, source));
            case CLOSED -> marker(changes, entry).ifPresent(marker -> changes.forget(key, marker));
            case BOOKING, CANCELLATION ->
                known(changes, entry).ifPresent(known -> changes.forgetBooking(key, known.uid()));
        }
    }

    private static Optional<Hold> hold(ReservationView view, EntryName entry) {
        return view.hold(entry.part().eventType(), new ReservationUid(entry.uid()))
                .filter(hold -> entry.part().owns(hold.window()));
    }

    private static Optional<ClosedMarker> marker(ReservationView view, EntryName entry) {
        return view.closed(entry.part(), new ReservationUid(entry.uid()))
                .filter(marker -> entry.part().owns(marker.window()));
    }

    private static Optional<KnownBooking> known(ReservationView view, EntryName entry) {
        EventTypeKey key = entry.part().eventType();
        return view.known(key, new BookingUid(entry.uid()))
                .filter(known -> EntryName.of(key, known).equals(entry));
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
