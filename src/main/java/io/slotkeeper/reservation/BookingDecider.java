package io.slotkeeper.reservation;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Rule;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.RecordBooking;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.reservation.view.WindowUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Decides book_slot, record_booking and cancel_booking (docs/spec/reservations.md#book_slot and the sections after it).
 */
final class BookingDecider extends SlotDecider {

    BookingDecider(DecisionContext context) {
        super(context);
    }

    ReservationDecision book(BookSlot request) {
        Optional<Booking> existing = storedBooking(request.bookingUid());
        Optional<Hold> own = ownHold(request.reservationUid());
        if (existing.isPresent()) {
            return bookAgain(existing.get());
        }
        if (earlyCancellation(request.bookingUid()).isPresent()) {
            return refused(Refusal.base(Code.BOOKING_UID_IN_USE), Optional.empty());
        }
        Optional<Verdict> earlier = own.flatMap(hold -> hold.remembered().recall(info));
        if (earlier.isPresent()) {
            return repeated(earlier.get(), own.get());
        }
        boolean holdMissed = own.isEmpty()
                && !request.reservationUid().isAbsent()
                && request.slotStart().isAbsent();
        return checkBooking(request, own, holdMissed)
                .or(() -> againstWindow(Objections.first(), request, own, true).refusal())
                .map(refusal -> refused(refusal, own))
                .orElseGet(() -> take(request, own));
    }

    private ReservationDecision bookAgain(Booking booking) {
        boolean same = booking.fingerprint().equals(info.fingerprint()) && booking.status() != BookingStatus.CANCELLED;
        return same
                ? ReservationDecision.of(Verdict.REPEATED, changes, Optional.empty(), Optional.of(booking))
                : refused(Refusal.base(Code.BOOKING_UID_IN_USE), Optional.empty());
    }

    /** Also of a removed event type, whose bookings stay. A calendar belongs to nobody. */
    private Optional<Refusal> checkEntitledToBook() {
        boolean stranger = !key.isCalendar()
                && info.requestedBy()
                        .filter(principal -> changes.eventType(key)
                                .filter(type -> !type.mayBook(principal))
                                .isPresent())
                        .isPresent();
        return stranger ? Optional.of(Refusal.base(Code.NOT_ENTITLED)) : Optional.empty();
    }

    /** The checks that don't need the window. */
    private Optional<Refusal> checkBooking(BookSlot request, Optional<Hold> own, boolean holdMissed) {
        var fields = new FieldCheck()
                .id("booking_uid", request.bookingUid())
                .optionalId("reservation_uid", request.reservationUid());
        if (request.reservationUid().isAbsent()) {
            fields.instant("slot_start", request.slotStart());
        } else {
            fields.optionalInstant("slot_start", request.slotStart());
        }
        own.ifPresent(hold -> checkSameStart(fields, request, hold));
        checkLengths(fields, request, FieldValue.absent(), own.isPresent() || holdMissed || !key.isCalendar());
        own.ifPresent(hold -> checkSameLength(fields, request, hold));
        return fields.refusal()
                .or(this::checkDefined)
                .or(this::checkEntitledToBook)
                .or(() -> checkDate(request.slotStart()))
                .or(() -> checkSlotDuration(request.slotDurationMinutes()))
                .or(() -> holdMissed ? Optional.of(Refusal.base(Code.RESERVATION_EXPIRED)) : Optional.empty());
    }

    private static void checkSameStart(FieldCheck fields, BookSlot request, Hold hold) {
        fields.expect(
                !request.slotStart().is(start -> !start.equals(hold.window().start())),
                "slot_start",
                Code.INVALID_FORMAT,
                Rule.START_OF_HOLD);
    }

    /** A length out of range has an error of its own already. */
    private static void checkSameLength(FieldCheck fields, BookSlot request, Hold hold) {
        fields.expect(
                !request.slotDurationMinutes()
                        .is(minutes -> minutes > 0
                                && minutes <= Limits.MAX_SLOT_MINUTES
                                && !hold.window().length().equals(Duration.ofMinutes(minutes))),
                "slot_duration_minutes",
                Code.INVALID_FORMAT,
                Rule.LENGTH_OF_HOLD);
    }

    private ReservationDecision take(BookSlot request, Optional<Hold> own) {
        var booking = new Booking(
                new BookingUid(request.bookingUid().value().orElseThrow()),
                bookingWindow(request, own).orElseThrow(),
                BookingStatus.ACCEPTED,
                1,
                OptionalLong.empty(),
                info.fingerprint(),
                now);
        Optional<ReservationEvent.Snapshot> last =
                own.map(hold -> close(hold, ReservationStatus.BOOKED, Optional.of(booking.uid()), CauseType.BOOK_SLOT));
        store(booking);
        return ReservationDecision.of(Verdict.ACCEPTED, changes, last, Optional.of(booking));
    }

    /** The window to book: that of the live hold, if there is one. */
    private Optional<Window> bookingWindow(BookSlot request, Optional<Hold> own) {
        return own.map(Hold::window).or(() -> window(request, Optional.empty()));
    }

    /** A booking whose retention is over is not stored: one without a version that ended long ago. */
    private void store(Booking booking) {
        if (deadlines.deadlineOf(booking).isAfter(now)) {
            changes.book(key, booking);
        } else {
            changes.forgetBooking(key, booking.uid());
        }
    }

    ReservationDecision record(RecordBooking fact) {
        Optional<Booking> existing = storedBooking(fact.bookingUid());
        Optional<OptionalLong> known = knownVersion(fact.bookingUid(), existing);
        if (isOutdated(fact.version(), known)) {
            return ReservationDecision.unchanged(Verdict.REPEATED, changes);
        }
        Optional<Refusal> refusal =
                checkFact(fact).or(this::checkEntitledToBook).or(() -> checkRoom(existing));
        if (refusal.isPresent()) {
            return refused(refusal.get(), Optional.empty());
        }
        var booking = new Booking(
                new BookingUid(fact.bookingUid().value().orElseThrow()),
                new Window(
                        fact.start().value().orElseThrow(), fact.end().value().orElseThrow()),
                fact.status().value().flatMap(BookingStatus::of).orElseThrow(),
                fact.attendees().value().map(Long::intValue).orElse(1),
                newest(fact.version(), known),
                existing.map(Booking::fingerprint).orElse(info.fingerprint()),
                now);
        store(booking);
        if (booking.status().isBlocking() && deadlines.deadlineOf(booking).isAfter(now)) {
            displace(booking.window());
        }
        return ReservationDecision.accepted(changes);
    }

    /** Facts may take the room beyond that of requests, but no more than there is memory for. */
    private Optional<Refusal> checkRoom(Optional<Booking> existing) {
        return existing.isEmpty() && changes.entries() >= settings.maxFactsPerPartition()
                ? Optional.of(Refusal.base(Code.TOO_MANY_HOLDS))
                : Optional.empty();
    }

    /** The highest version of a fact about a booking, known or not. */
    private Optional<OptionalLong> knownVersion(FieldValue<String> uid, Optional<Booking> existing) {
        return existing.map(Booking::version).or(() -> earlyCancellation(uid).map(it -> OptionalLong.of(it.version())));
    }

    private Optional<Refusal> checkFact(RecordBooking fact) {
        var fields = new FieldCheck()
                .id("booking_uid", fact.bookingUid())
                .instant("start", fact.start())
                .instant("end", fact.end())
                .expect(!fact.start().isMalformed(Fault.NO_SUCH_DATE), "start", Code.INVALID_FORMAT, Rule.EXISTING_DATE)
                .expect(!fact.end().isMalformed(Fault.NO_SUCH_DATE), "end", Code.INVALID_FORMAT, Rule.EXISTING_DATE);
        Optional<Instant> start = fact.start().value();
        Optional<Instant> end = fact.end().value();
        if (start.isPresent() && end.isPresent()) {
            boolean forward = end.get().isAfter(start.get());
            fields.expect(forward, "end", Code.INVALID_TIME_PAIR, Rule.AFTER_START);
            fields.expect(
                    !forward || Duration.between(start.get(), end.get()).compareTo(Limits.MAX_BOOKING) <= 0,
                    "end",
                    Code.TOO_LONG,
                    Rule.DAYS_AFTER_START,
                    Limits.MAX_BOOKING.toDays());
        }
        return fields.expect(
                        fact.status().is(text -> BookingStatus.of(text).isPresent()),
                        "status",
                        fact.status().isAbsent() ? Code.REQUIRED : Code.NOT_RECOGNIZED,
                        Rule.BOOKING_STATUS)
                .optionalNumber("attendees", fact.attendees(), 1, Limits.MAX_ATTENDEES)
                .optionalNumber("version", fact.version(), 0, Long.MAX_VALUE)
                .refusal();
    }

    /**
     * Closes live holds that no longer fit, latest granted first. All are closed for decisions now; as many as one
     * record may announce are announced now, the others follow as due deadlines.
     */
    private void displace(Window window) {
        List<Hold> displaced = displaced(window, seatsEvenIfRemoved());
        for (int i = 0; i < displaced.size(); i++) {
            if (i < Limits.ANNOUNCED_PER_REQUEST) {
                close(displaced.get(i), ReservationStatus.PREEMPTED, Optional.empty(), CauseType.RECORD_BOOKING);
            } else {
                changes.hold(key, displaced.get(i).preempted(now));
            }
        }
    }

    /** The live holds that must give way to the bookings of a window, latest granted first. */
    private List<Hold> displaced(Window window, OptionalInt seats) {
        WindowUse use =
                changes.window(key, claim(window), Optional.empty(), now).use();
        if (use.holds() + use.otherHolds() == 0) {
            return List.of();
        }
        long surplus = seats.isPresent() ? use.seatsTaken() - seats.getAsInt() : use.holds();
        List<Hold> displaced = new ArrayList<>();
        for (Hold hold : latestFirst(window)) {
            if (!hold.window().equals(window) || surplus-- > 0) {
                displaced.add(hold);
            }
        }
        return displaced;
    }

    private List<Hold> latestFirst(Window window) {
        return changes.holds(key, claim(window).reach()).stream()
                .filter(hold -> hold.isLive(now))
                .sorted(Comparator.comparing(Hold::createdAt)
                        .thenComparing(Hold::uid)
                        .reversed())
                .toList();
    }

    /**
     * Holds of a removed event type run to their deadline, so a booking displaces no more of them than before the
     * removal.
     */
    private OptionalInt seatsEvenIfRemoved() {
        return key.isCalendar()
                ? OptionalInt.empty()
                : changes.eventType(key).map(EventType::seats).orElse(OptionalInt.empty());
    }

    ReservationDecision cancel(CancelBooking fact) {
        Optional<Booking> existing = storedBooking(fact.bookingUid());
        Optional<OptionalLong> known = knownVersion(fact.bookingUid(), existing);
        if (isOutdated(fact.version(), known)) {
            return ReservationDecision.unchanged(Verdict.REPEATED, changes);
        }
        Optional<Refusal> refusal = new FieldCheck()
                .id("booking_uid", fact.bookingUid())
                .optionalNumber("version", fact.version(), 0, Long.MAX_VALUE)
                .refusal()
                .or(this::checkEntitledToBook);
        if (refusal.isPresent()) {
            return refused(refusal.get(), Optional.empty());
        }
        existing.ifPresentOrElse(
                booking -> changes.book(key, booking.cancelled(newest(fact.version(), known), now)),
                () -> fact.version().value().ifPresent(version -> rememberCancelled(fact.bookingUid(), version)));
        return ReservationDecision.accepted(changes);
    }

    private void rememberCancelled(FieldValue<String> uid, long version) {
        changes.remember(key, new EarlyCancellation(new BookingUid(uid.value().orElseThrow()), version, now));
    }
}
