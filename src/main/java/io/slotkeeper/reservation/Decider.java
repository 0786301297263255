package io.slotkeeper.reservation;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.TextRules;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Claim;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Base of all decisions: the context of the request, look-ups of what it names, and decisions that all have in common.
 * One object decides one request.
 */
abstract class Decider {

    final ReservationSettings settings;
    final Deadlines deadlines;
    final EventTypeKey key;
    final RequestInfo info;
    final Instant now;
    final ReservationChanges changes;

    Decider(DecisionContext context) {
        this.settings = context.settings();
        this.deadlines = context.deadlines();
        this.key = context.key();
        this.info = context.info();
        this.now = context.now();
        this.changes = new ReservationChanges(context.view());
    }

    /** The live hold with this uid. If its deadline has come, its end is announced and the result is empty. */
    Optional<Hold> liveHold(FieldValue<String> uid) {
        Optional<Hold> hold = named(uid).flatMap(name -> changes.hold(key, name));
        if (hold.isEmpty() || hold.get().isLive(now)) {
            return hold;
        }
        Deadlines.end(changes, key, hold.get(), now, info.source());
        closedMarker(uid, hold.get().window());
        return Optional.empty();
    }

    /**
     * The live hold with this uid that the requesting principal may change. With {@code strict-holds}, one that another
     * principal made is as good as unknown.
     */
    Optional<Hold> ownHold(FieldValue<String> uid) {
        return liveHold(uid).filter(this::mayChange);
    }

    boolean mayChange(Hold hold) {
        return !settings.strictHolds() || hold.mayBeChangedBy(info.requestedBy());
    }

    /** The uid in a field; empty if the field contains no valid one. */
    Optional<ReservationUid> named(FieldValue<String> uid) {
        return uid.value().filter(TextRules::isId).map(ReservationUid::new);
    }

    /**
     * The marker of a closed reservation with this uid in the documents of a window. A uid may have been closed several
     * times there; markers whose retention is over are deleted.
     */
    Optional<ClosedMarker> closedMarker(FieldValue<String> uid, Window window) {
        Optional<ReservationUid> name = named(uid);
        List<ClosedMarker> markers = name.isEmpty() ? List.of() : changes.closed(key, name.get(), window);
        if (markers.isEmpty()) {
            return Optional.empty();
        }
        markers.stream().filter(this::isDue).forEach(due -> changes.forget(key, due));
        return markers.stream().filter(marker -> !isDue(marker)).findFirst();
    }

    private boolean isDue(ClosedMarker marker) {
        return !deadlines.deadlineOf(marker).isAfter(now);
    }

    /** The booking with this uid. If its retention is over, it is deleted and the result is empty. */
    Optional<Booking> storedBooking(FieldValue<String> uid) {
        return kept(uid, changes::booking, deadlines::deadlineOf);
    }

    /** The cancellation of an unknown booking with this uid. If its retention is over, it is deleted. */
    Optional<EarlyCancellation> earlyCancellation(FieldValue<String> uid) {
        return kept(uid, changes::cancellation, deadlines::deadlineOf);
    }

    private <T> Optional<T> kept(
            FieldValue<String> uid,
            BiFunction<EventTypeKey, BookingUid, Optional<T>> lookup,
            Function<T, Instant> deadline) {
        Optional<BookingUid> name = uid.value().filter(TextRules::isId).map(BookingUid::new);
        Optional<T> found = name.flatMap(it -> lookup.apply(key, it));
        if (found.filter(it -> !deadline.apply(it).isAfter(now)).isPresent()) {
            name.ifPresent(it -> changes.forgetBooking(key, it));
            return Optional.empty();
        }
        return found;
    }

    /** The definition of the event type; empty if it is not defined or removed. A calendar has none. */
    Optional<EventType> definition() {
        return key.isCalendar() ? Optional.empty() : changes.eventType(key).filter(type -> !type.removed());
    }

    /** What is claimed with a window: the distance that the event type wants, whether it is removed or not. */
    Claim claim(Window window) {
        Duration gap = key.isCalendar()
                ? Duration.ZERO
                : changes.eventType(key).map(type -> type.rules().gap()).orElse(Duration.ZERO);
        return new Claim(window, gap);
    }

    OptionalInt seats() {
        return definition().map(EventType::seats).orElse(OptionalInt.empty());
    }

    ReservationEvent.Snapshot close(Hold hold, ReservationStatus status, Optional<BookingUid> booking, CauseType type) {
        return changes.close(key, hold, status, booking, now, now, info.cause(type));
    }

    ReservationEvent.Snapshot held(Hold hold) {
        return new ReservationEvent.Snapshot(key, hold, ReservationStatus.HELD, Optional.empty());
    }

    ReservationDecision repeated(Verdict verdict, Hold hold) {
        return verdict instanceof Verdict.Refused refused
                ? refused(refused.refusal(), Optional.of(hold))
                : ReservationDecision.of(verdict, changes, Optional.of(held(hold)), Optional.empty());
    }

    ReservationDecision refused(Refusal refusal, Optional<Hold> named) {
        return ReservationDecision.refused(refusal, changes, named);
    }

    /** Whether a fact with this version or a later one was applied before. */
    static boolean isOutdated(FieldValue<Long> version, Optional<OptionalLong> stored) {
        return stored.isPresent()
                && stored.get().isPresent()
                && version.is(number -> number <= stored.get().getAsLong());
    }

    /** The version to store: that of the fact, or the stored one if the fact has none. */
    static OptionalLong newest(FieldValue<Long> version, Optional<OptionalLong> stored) {
        return version.value().map(OptionalLong::of).orElseGet(() -> stored.orElse(OptionalLong.empty()));
    }
}
