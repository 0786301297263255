package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.ReservationRequest.OfSlot;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.WindowState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Base of the decisions of requests that name a slot: the table of docs/spec/reservations.md#reserve_slot, row by row.
 */
abstract class SlotDecider extends Decider {

    SlotDecider(DecisionContext context) {
        super(context);
    }

    FieldCheck checkLengths(
            FieldCheck fields, OfSlot request, FieldValue<Long> reservationDuration, boolean lengthIsKnown) {
        String path = "slot_duration_minutes";
        if (lengthIsKnown) {
            fields.optionalNumber(path, request.slotDurationMinutes(), 1, Limits.MAX_SLOT_MINUTES);
        } else {
            fields.number(path, request.slotDurationMinutes(), 1, Limits.MAX_SLOT_MINUTES);
        }
        return fields.optionalNumber(
                "reservation_duration_minutes",
                reservationDuration,
                1,
                settings.max(key).toMinutes());
    }

    /** Rows 1 to 12. */
    Objections againstHolding(
            Objections found,
            FieldCheck fields,
            OfSlot request,
            FieldValue<Long> reservationDuration,
            Optional<Hold> own) {
        found.and(fields::refusal)
                .and(() -> checkKnownCaller(reservationDuration))
                .and(this::checkDefined);
        // The others are about what isn't there then.
        return isDefined()
                ? againstWindow(
                        found.and(() -> checkEntitledToDuration(reservationDuration))
                                .and(() -> checkDate(request.slotStart()))
                                .and(() -> checkSlotDuration(request.slotDurationMinutes())),
                        request,
                        own,
                        false)
                : found;
    }

    private boolean isDefined() {
        return key.isCalendar() || definition().isPresent();
    }

    /** Row 2. */
    private Optional<Refusal> checkKnownCaller(FieldValue<Long> reservationDuration) {
        return !reservationDuration.isAbsent() && info.isAnonymous()
                ? Optional.of(Refusal.base(Code.AUTHENTICATION_REQUIRED))
                : Optional.empty();
    }

    /** Row 3. */
    Optional<Refusal> checkDefined() {
        return isDefined() ? Optional.empty() : Optional.of(Refusal.base(Code.EVENT_TYPE_NOT_FOUND, key.value()));
    }

    /** Row 4. */
    private Optional<Refusal> checkEntitledToDuration(FieldValue<Long> reservationDuration) {
        Optional<Principal> stranger = info.requestedBy()
                .filter(principal ->
                        definition().filter(type -> type.isEntitled(principal)).isEmpty());
        return !reservationDuration.isAbsent() && stranger.isPresent()
                ? Optional.of(Refusal.base(Code.NOT_ENTITLED))
                : Optional.empty();
    }

    /** Row 5. */
    Optional<Refusal> checkDate(FieldValue<Instant> start) {
        return start.isMalformed(Fault.NO_SUCH_DATE)
                ? Optional.of(Refusal.withMessage(Code.INVALID_REQUEST, "Invalid start date"))
                : Optional.empty();
    }

    /** Rows 6 and 7. */
    Optional<Refusal> checkSlotDuration(FieldValue<Long> minutes) {
        if (minutes.isAbsent() || key.isCalendar()) {
            return Optional.empty();
        }
        EventType type = definition().orElseThrow();
        return minutes.is(length -> type.lengths().contains(Duration.ofMinutes(length)))
                ? Optional.empty()
                : Optional.of(Refusal.withMessage(Code.SLOT_DURATION_NOT_ALLOWED, type.lengthRefusal("slotDuration")));
    }

    /** Rows 8 to 12. Booking a live hold skips rows 8 and 12. */
    Objections againstWindow(Objections found, OfSlot request, Optional<Hold> own, boolean booking) {
        boolean booksHold = booking && own.isPresent();
        // Where it can't be determined, an earlier row has said why.
        Optional<Window> named =
                found.isEnough() ? Optional.empty() : booksHold ? own.map(Hold::window) : window(request, own);
        if (named.isEmpty()) {
            return found;
        }
        Window window = named.get();
        found.and(() -> !booksHold && !window.start().isAfter(now)
                ? Optional.of(Refusal.base(Code.SLOT_IN_THE_PAST))
                : Optional.empty());
        return found.isEnough() ? found : againstUse(found, window, own, booking);
    }

    private Objections againstUse(Objections found, Window window, Optional<Hold> own, boolean booking) {
        WindowState state = changes.window(key, claim(window), own, now);
        for (Code code : state.use().conflicts(seats())) {
            found.and(() -> Optional.of(conflict(code, window, state, booking)));
        }
        return booking && own.isPresent() ? found : found.and(() -> checkRoom(state, own));
    }

    private Refusal conflict(Code code, Window window, WindowState state, boolean booking) {
        return switch (code) {
            case NO_SEATS_LEFT -> Refusal.base(code, key.value(), IsoInstant.withMillis(window.start()));
            case ALREADY_RESERVED -> reserved(state.lastEnd().orElse(now), booking);
            default -> Refusal.base(code);
        };
    }

    /** Row 12. */
    private Optional<Refusal> checkRoom(WindowState state, Optional<Hold> own) {
        boolean full = own.isEmpty() && changes.entries() >= settings.maxPerPartition();
        return state.full() || full ? Optional.of(Refusal.base(Code.TOO_MANY_HOLDS)) : Optional.empty();
    }

    /** @param until the holds in the way last */
    private Refusal reserved(Instant until, boolean booking) {
        Refusal refusal = booking
                ? Refusal.base(
                        Code.RESERVED_BY_ANOTHER,
                        Duration.between(now, until).plusMillis(999).toSeconds())
                : Refusal.base(Code.ALREADY_RESERVED);
        return refusal.until(until);
    }

    /**
     * The window that a request names; empty if that can't be determined. A missing start is that of the own hold, a
     * missing length that of the event type. A calendar has no length; a hold there keeps its own.
     */
    Optional<Window> window(OfSlot request, Optional<Hold> own) {
        Optional<Instant> start = request.slotStart().isAbsent()
                ? own.map(hold -> hold.window().start())
                : request.slotStart().value();
        Optional<Duration> length = request.slotDurationMinutes().isAbsent()
                ? definition()
                        .map(EventType::length)
                        .or(() -> own.map(hold -> hold.window().length()))
                : request.slotDurationMinutes()
                        .value()
                        .filter(minutes -> minutes > 0 && minutes <= Limits.MAX_SLOT_MINUTES)
                        .map(Duration::ofMinutes);
        return start.flatMap(from -> length.map(time -> Window.of(from, time)));
    }

    Duration holdingTime(FieldValue<Long> minutes) {
        return minutes.value()
                .filter(count -> count > 0 && count <= settings.max(key).toMinutes())
                .map(Duration::ofMinutes)
                .orElse(settings.defaultHold());
    }
}
