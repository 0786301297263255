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
import java.time.Instant;
import java.util.Optional;

/**
 * Decides requests and deadlines of reservations. Pure: the result depends on the arguments and the settings alone, and
 * is a changes of changes; nothing is written.
 *
 * <p>Guarantees: at no log time do two live holds, or a hold and a blocking booking that came first, share a window
 * beyond its seats; a hold whose deadline has come keeps nobody out, announced or not. Source: reservations.md.
 */
public final class ReservationMachine {

    private final ReservationSettings settings;
    private final Deadlines deadlines;

    public ReservationMachine(ReservationSettings settings) {
        this.settings = settings;
        this.deadlines = new Deadlines(settings);
    }

    /**
     * Decides a request. Deadlines of the reservation or booking that it names are announced first.
     *
     * @param now log time
     */
    public ReservationDecision decide(
            ReservationView view, EventTypeKey key, ReservationRequest request, RequestInfo info, Instant now) {
        return request.decideBy(new Cases(new DecisionContext(settings, deadlines, view, key, info, now)));
    }

    private record Cases(DecisionContext context) implements ReservationRequest.Cases<ReservationDecision> {

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

    /** When the first of the document's own entries ends by itself. */
    public Optional<Instant> nextDeadline(DocumentKey key, CalendarDocument document) {
        return deadlines.nextDeadline(key, document);
    }

    /**
     * Announces the first of the document's own entries that ends by itself: a hold expires, a marker or a booking is
     * forgotten. Equal deadlines come in the order of their uids.
     *
     * @param now log time, not before that entry's deadline
     */
    public void announceNext(ReservationChanges changes, DocumentKey key, Instant now, Source source) {
        deadlines.announceNext(changes, key, now, source);
    }
}
