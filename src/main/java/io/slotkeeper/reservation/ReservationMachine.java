package io.slotkeeper.reservation;

import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RecordBooking;
import io.slotkeeper.reservation.ReservationRequest.ReleaseReservation;
import io.slotkeeper.reservation.ReservationRequest.RemoveEventType;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationRequest.UpdateReservation;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.EntryName;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.KnownBooking;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationView;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides requests and deadlines of reservations. Pure: a result depends only on the arguments and the settings, and
 * nothing is written. Immutable.
 *
 * <p>Guarantees: at no log time do two live holds, or a hold and a blocking booking that came first, share a window
 * beyond its seats; a hold whose deadline has come keeps no other client out, announced or not. Source:
 * docs/spec/reservations.md.
 */
public final class ReservationMachine {

    private final ReservationSettings settings;
    private final Deadlines deadlines;

    public ReservationMachine(ReservationSettings settings) {
        this.settings = settings;
        this.deadlines = new Deadlines(settings);
    }

    /**
     * Decides a request. Due deadlines of the reservation or booking that it names are announced first.
     *
     * @param now log time
     */
    public ReservationDecision decide(
            ReservationView view, EventTypeKey key, ReservationRequest request, RequestInfo info, Instant now) {
        return request.decideBy(new DecisionsInContext(new DecisionContext(settings, deadlines, view, key, info, now)));
    }

    /**
     * What {@code reserve_slot} would be answered, and every reason for it: by the code that decides it, on the state as it
     * is. A uid that the request has is looked at for its form only.
     *
     * @param now log time
     */
    public Explanation explain(
            ReservationView view, EventTypeKey key, ReserveSlot request, RequestInfo info, Instant now) {
        return new HoldDecider(new DecisionContext(settings, deadlines, view, key, info, now)).explain(request);
    }

    private record DecisionsInContext(DecisionContext context)
            implements ReservationRequest.ReservationCases<ReservationDecision> {

        @Override
        public ReservationDecision define(DefineEventType request) {
            return new EventTypeDecider(context).define(request);
        }

        @Override
        public ReservationDecision remove(RemoveEventType request) {
            return new EventTypeDecider(context).remove(request);
        }

        @Override
        public ReservationDecision reserve(ReserveSlot request) {
            return new HoldDecider(context).reserve(request);
        }

        @Override
        public ReservationDecision update(UpdateReservation request) {
            return new HoldDecider(context).update(request);
        }

        @Override
        public ReservationDecision release(ReleaseReservation request) {
            return new HoldDecider(context).release(request);
        }

        @Override
        public ReservationDecision book(BookSlot request) {
            return new BookingDecider(context).book(request);
        }

        @Override
        public ReservationDecision record(RecordBooking request) {
            return new BookingDecider(context).record(request);
        }

        @Override
        public ReservationDecision cancel(CancelBooking request) {
            return new BookingDecider(context).cancel(request);
        }
    }

    /** The deadline of a stored entry. */
    public Instant deadlineOf(ClosedMarker marker) {
        return deadlines.deadlineOf(marker);
    }

    /** The deadline of a stored entry. */
    public Instant deadlineOf(KnownBooking known) {
        return deadlines.deadlineOf(known);
    }

    /** The deadline of an entry; empty if it isn't there. */
    public Optional<Instant> deadlineOf(ReservationView view, EntryName entry) {
        return deadlines.deadlineOf(view, entry);
    }

    /**
     * Announces the deadline of an entry: a hold expires; a marker, a booking or an early cancellation is deleted. Does
     * nothing if the entry isn't there.
     *
     * @param now log time, not before that deadline
     */
    public void announce(ReservationChanges changes, EntryName entry, Instant now, Source source) {
        deadlines.announce(changes, entry, now, source);
    }
}
