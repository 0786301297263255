package io.slotkeeper.reservation;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.reservation.Explanation.Reason;
import io.slotkeeper.reservation.Explanation.SeatUse;
import io.slotkeeper.reservation.ReservationRequest.ReleaseReservation;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationRequest.UpdateReservation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.reservation.view.WindowUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
        return againstReserving(Objections.first(), request)
                .refusal()
                .map(refusal -> refused(refusal, own))
                .orElseGet(() -> grant(request));
    }

    /** Rows 1 to 14, for a uid that nothing is known of. */
    private Objections againstReserving(Objections found, ReserveSlot request) {
        var check = new FieldCheck()
                .id("reservation_uid", request.reservationUid())
                .instant("slot_start", request.slotStart());
        FieldValue<Long> duration = request.reservationDurationMinutes();
        againstHolding(
                found, checkLengths(check, request, duration, !key.isCalendar()), request, duration, Optional.empty());
        if (found.isEnough()) {
            return found;
        }
        HoldCaps caps = caps();
        return found.and(() -> checkLiveHolds(caps))
                .and(() -> duration.isAbsent()
                        ? Optional.empty()
                        : checkUntil(now.plus(holdingTime(duration)), now.plus(total(caps))));
    }

    /** What {@link #reserve} would say to a uid that nothing is known of, and all that it would say it for. */
    Explanation explain(ReserveSlot request) {
        List<Refusal> refusals = againstReserving(Objections.all(), request).toList();
        Optional<Window> window = window(request, Optional.empty());
        boolean mayKnow = info.requestedBy()
                .filter(principal ->
                        definition().filter(type -> type.isEntitled(principal)).isEmpty())
                .isEmpty();
        return new Explanation(
                refusals.stream()
                        .map(refusal -> Reason.of(
                                refusal,
                                mayKnow && refusal.code() == Code.ALREADY_RESERVED
                                        ? window.flatMap(this::lastInTheWay)
                                        : Optional.empty()))
                        .toList(),
                window.flatMap(this::seatUse),
                definition());
    }

    private Optional<Source> lastInTheWay(Window window) {
        return changes.holds(key, claim(window).reach()).stream()
                .filter(hold -> hold.isLive(now))
                .max(Comparator.comparing(Hold::until).thenComparing(Hold::uid))
                .map(hold -> hold.cause().source());
    }

    private Optional<SeatUse> seatUse(Window window) {
        WindowUse use =
                changes.window(key, claim(window), Optional.empty(), now).use();
        return seats().isPresent()
                ? Optional.of(new SeatUse(seats().getAsInt(), use.holds(), use.seatsBooked()))
                : Optional.empty();
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
        HoldCaps caps = caps();
        Duration asked = holdingTime(request.reservationDurationMinutes());
        Duration longest = total(caps);
        // Only what nobody asked for is longer than it may be.
        return holding(Hold.granted(
                named(request.reservationUid()).orElseThrow(),
                window(request, Optional.empty()).orElseThrow(),
                asked.compareTo(longest) > 0 ? longest : asked,
                now,
                info,
                caps.liveHolds().isPresent() ? info.party() : Optional.empty()));
    }

    /** The caps of docs/spec/reservations.md#fairness-caps for what is asked now. */
    private HoldCaps caps() {
        return definition().map(EventType::caps).orElse(HoldCaps.NONE).or(settings.caps(key, info));
    }

    private Duration total(HoldCaps caps) {
        Duration most = settings.maxTotal(key);
        return caps.total().filter(cap -> cap.compareTo(most) < 0).orElse(most);
    }

    /** Row 13. */
    private Optional<Refusal> checkLiveHolds(HoldCaps caps) {
        if (caps.liveHolds().isEmpty() || info.party().isEmpty()) {
            return Optional.empty();
        }
        int most = caps.liveHolds().getAsInt();
        PartyHolds counted = changes.holdsOf(key, info.party().get());
        return counted.live(now) < most
                ? Optional.empty()
                : Optional.of(Refusal.base(Code.HOLD_LIMIT_REACHED, most)
                        .until(counted.firstEnd(now).orElseThrow()));
    }

    /** Row 14. */
    private static Optional<Refusal> checkUntil(Instant until, Instant latest) {
        return until.isAfter(latest)
                ? Optional.of(Refusal.base(Code.HELD_TOO_LONG, IsoInstant.withMillis(latest)))
                : Optional.empty();
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
        return againstHolding(
                        Objections.first(),
                        checkLengths(check, request, request.reservationDurationMinutes(), true),
                        request,
                        request.reservationDurationMinutes(),
                        own)
                .and(() -> checkExtension(own.get(), now.plus(duration)))
                .refusal()
                .map(refusal -> refused(refusal, own))
                .orElseGet(() -> holding(own.get().renewed(window(request, own).orElseThrow(), duration, now, info)));
    }

    private Optional<Refusal> checkExtension(Hold hold, Instant until) {
        HoldCaps caps = caps();
        boolean extendedEnough = caps.extensions().isPresent()
                && hold.extensions() >= caps.extensions().getAsInt();
        return checkUntil(until, hold.createdAt().plus(total(caps)))
                .or(() -> extendedEnough ? checkUntil(until, hold.until()) : Optional.empty());
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
