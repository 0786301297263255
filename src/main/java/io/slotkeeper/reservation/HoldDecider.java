package io.slotkeeper.reservation;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.ReservationRequest.ReleaseReservation;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationRequest.UpdateReservation;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationEvent;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides reserve_slot, update_reservation and release_reservation (docs/spec/reservations.md#reserve_slot and the two
 * sections after it).
 */
final class HoldDecider extends SlotDecider {

    HoldDecider(DecisionContext context) {
        super(context);
    }

    ReservationDecision reserve(ReserveSlot request) {
        Optional<Hold> own = liveHold(request.reservationUid());
        if (own.isPresent()) {
            return reserveAgain(own.get());
        }
        if (window(request, Optional.empty())
                .flatMap(window -> closedMarker(request.reservationUid(), window))
                .isPresent()) {
            return refused(Refusal.base(Code.RESERVATION_UID_IN_USE), own);
        }
        var check = new FieldCheck()
                .id("reservation_uid", request.reservationUid())
                .instant("slot_start", request.slotStart());
        return checkHolding(
                        checkLengths(check, request, request.reservationDurationMinutes(), !key.isCalendar()),
                        request,
                        request.reservationDurationMinutes(),
                        own)
                .map(refusal -> refused(refusal, own))
                .orElseGet(() -> grant(request));
    }

    private ReservationDecision reserveAgain(Hold hold) {
        if (!mayChange(hold)) {
            return refused(Refusal.base(Code.RESERVATION_UID_IN_USE), Optional.empty());
        }
        Verdict verdict = hold.remembered()
                .recall(info)
                .orElseGet(() -> hold.fingerprint().equals(info.fingerprint())
                        ? Verdict.REPEATED
                        : Verdict.refused(Refusal.base(Code.RESERVATION_UID_IN_USE)));
        return repeated(verdict, hold);
    }

    private ReservationDecision grant(ReserveSlot request) {
        return holding(Hold.granted(
                named(request.reservationUid()).orElseThrow(),
                window(request, Optional.empty()).orElseThrow(),
                holdingTime(request.reservationDurationMinutes()),
                now,
                info));
    }

    private ReservationDecision holding(Hold hold) {
        changes.hold(key, hold);
        changes.emitHeld(key, hold);
        return ReservationDecision.of(Verdict.ACCEPTED, changes, Optional.of(held(hold)), Optional.empty());
    }

    ReservationDecision update(UpdateReservation request) {
        Optional<Hold> own = ownHold(request.reservationUid());
        Optional<Verdict> earlier = own.flatMap(hold -> hold.remembered().recall(info));
        if (earlier.isPresent()) {
            return repeated(earlier.get(), own.get());
        }
        Optional<Refusal> unnamed =
                new FieldCheck().id("reservation_uid", request.reservationUid()).refusal();
        if (unnamed.isPresent() || own.isEmpty()) {
            return refused(
                    unnamed.orElseGet(() -> Refusal.base(
                            Code.RESERVATION_NOT_FOUND,
                            request.reservationUid().value().orElse(""))),
                    own);
        }
        Duration duration = holdingTime(request.reservationDurationMinutes());
        var check = new FieldCheck().optionalInstant("slot_start", request.slotStart());
        return checkHolding(
                        checkLengths(check, request, request.reservationDurationMinutes(), true),
                        request,
                        request.reservationDurationMinutes(),
                        own)
                .or(() -> checkTotal(own.get(), now.plus(duration)))
                .map(refusal -> refused(refusal, own))
                .orElseGet(() -> holding(own.get().renewed(window(request, own).orElseThrow(), duration, now, info)));
    }

    private Optional<Refusal> checkTotal(Hold hold, Instant until) {
        return until.isAfter(hold.createdAt().plus(settings.maxTotal(key)))
                ? Optional.of(Refusal.base(Code.HELD_TOO_LONG))
                : Optional.empty();
    }

    ReservationDecision release(ReleaseReservation request) {
        Optional<Hold> own = ownHold(request.reservationUid());
        Optional<Verdict> earlier = own.flatMap(hold -> hold.remembered().recall(info));
        if (earlier.isPresent()) {
            return repeated(earlier.get(), own.get());
        }
        Optional<Refusal> unnamed =
                new FieldCheck().id("reservation_uid", request.reservationUid()).refusal();
        if (unnamed.isPresent()) {
            return refused(unnamed.get(), own);
        }
        Optional<ReservationEvent.Snapshot> last = own.map(
                hold -> close(hold, ReservationStatus.RELEASED, Optional.empty(), CauseType.RELEASE_RESERVATION));
        return ReservationDecision.of(Verdict.ACCEPTED, changes, last, Optional.empty());
    }
}
