package io.slotkeeper.reservation;

import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decision on a request.
 *
 * @param changes to be written and emitted; they include the due deadlines of the reservation or booking that the
 *     request names
 * @param revision of the reservation that the request names; empty if there is none
 * @param reservation its state after a request that is not refused
 * @param booking that {@code book_slot} made
 */
public record ReservationDecision(
        Verdict verdict,
        ReservationChanges changes,
        OptionalLong revision,
        Optional<ReservationEvent.Snapshot> reservation,
        Optional<Booking> booking) {

    static ReservationDecision accepted(ReservationChanges changes) {
        return unchanged(Verdict.ACCEPTED, changes);
    }

    static ReservationDecision unchanged(Verdict verdict, ReservationChanges changes) {
        return new ReservationDecision(verdict, changes, OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    static ReservationDecision refused(Refusal refusal, ReservationChanges changes, Optional<Hold> named) {
        return new ReservationDecision(
                Verdict.refused(refusal),
                changes,
                named.map(hold -> OptionalLong.of(hold.revision())).orElse(OptionalLong.empty()),
                Optional.empty(),
                Optional.empty());
    }

    static ReservationDecision of(
            Verdict verdict,
            ReservationChanges changes,
            Optional<ReservationEvent.Snapshot> reservation,
            Optional<Booking> booking) {
        return new ReservationDecision(
                verdict,
                changes,
                reservation
                        .map(snapshot -> OptionalLong.of(snapshot.hold().revision()))
                        .orElse(OptionalLong.empty()),
                reservation,
                booking);
    }
}
