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
 * is a draft of changes; nothing is written.
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
        var asked = new Decider.Asked(settings, deadlines, view, key, info, now);
        if (request instanceof ReserveSlot reserve) {
            return new HoldDecider(asked).reserve(reserve);
        }
        if (request instanceof UpdateReservation update) {
            return new HoldDecider(asked).update(update);
        }
        if (request instanceof ReleaseReservation release) {
            return new HoldDecider(asked).release(release);
        }
        if (request instanceof BookSlot book) {
            return new BookingDecider(asked).book(book);
        }
        if (request instanceof RecordBooking fact) {
            return new BookingDecider(asked).record(fact);
        }
        if (request instanceof CancelBooking fact) {
            return new BookingDecider(asked).cancel(fact);
        }
        if (request instanceof DefineEventType definition) {
            return new EventTypeDecider(asked).define(definition);
        }
        return new EventTypeDecider(asked).remove((RemoveEventType) request);
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
    public void announceNext(ReservationChanges draft, DocumentKey key, Instant now, Source source) {
        deadlines.announceNext(draft, key, now, source);
    }
}
