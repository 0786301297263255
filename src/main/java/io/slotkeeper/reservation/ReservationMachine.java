package io.slotkeeper.reservation;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Given;
import io.slotkeeper.request.Given.Fault;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Texts;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.OfSlot;
import io.slotkeeper.reservation.ReservationRequest.RecordBooking;
import io.slotkeeper.reservation.ReservationRequest.ReleaseReservation;
import io.slotkeeper.reservation.ReservationRequest.RemoveEventType;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationRequest.UpdateReservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Decides requests and deadlines of reservations. Pure: the result depends on the arguments and the settings alone, and
 * is a draft of changes; nothing is written.
 *
 * <p>Guarantees: at no log time do two live holds, or a hold and a blocking booking that came first, share a window
 * beyond its seats; a hold whose deadline has come keeps nobody out, announced or not. Source: reservations.md.
 */
public final class ReservationMachine {

    /** Deadlines that a record other than a tick announces (limits.md). */
    public static final int ANNOUNCED_BY_A_REQUEST = 64;

    private static final Duration MAX_BOOKING = Duration.ofDays(31);
    private static final int MAX_ATTENDEES = 1_000;

    private final ReservationSettings settings;

    public ReservationMachine(ReservationSettings settings) {
        this.settings = settings;
    }

    /**
     * Decides a request. Deadlines of the reservation or booking that it names are announced first.
     *
     * @param now log time
     */
    public ReservationDecision decide(
            ReservationView view, EventTypeKey key, ReservationRequest request, RequestInfo info, Instant now) {
        return new Decider(view, key, info, now).decide(request);
    }

    /** When the first of the document's own entries ends by itself. */
    public Optional<Instant> nextDeadline(DocumentKey key, Document document) {
        return firstToEnd(key, document).map(Ending::deadline);
    }

    /**
     * Announces the first of the document's own entries that ends by itself: a hold expires, a marker or a booking is
     * forgotten. Equal deadlines come in the order of their uids.
     *
     * @param now log time, not before that entry's deadline
     */
    public void announceNext(ReservationDraft draft, DocumentKey key, Instant now, Source source) {
        firstToEnd(key, draft.document(key)).ifPresent(ending -> announce(draft, key.eventType(), ending, now, source));
    }

    /** An entry that ends by itself; exactly one of the three is present. */
    private record Ending(
            Instant deadline,
            String uid,
            Optional<Hold> hold,
            Optional<ClosedMarker> marker,
            Optional<Booking> booking) {

        boolean isBefore(Instant otherDeadline, String otherUid) {
            int byDeadline = deadline.compareTo(otherDeadline);
            return byDeadline < 0 || (byDeadline == 0 && uid.compareTo(otherUid) <= 0);
        }
    }

    private Optional<Ending> firstToEnd(DocumentKey key, Document document) {
        Ending first = null;
        for (Hold hold : document.holds()) {
            if (key.owns(hold.window())
                    && (first == null
                            || !first.isBefore(hold.deadline(), hold.uid().value()))) {
                first = ending(hold);
            }
        }
        for (ClosedMarker marker : document.closed()) {
            Instant deadline = deadlineOf(marker);
            if (key.owns(marker.window())
                    && (first == null || !first.isBefore(deadline, marker.uid().value()))) {
                first = new Ending(
                        deadline, marker.uid().value(), Optional.empty(), Optional.of(marker), Optional.empty());
            }
        }
        for (Booking booking : document.bookings()) {
            Instant deadline = deadlineOf(booking);
            if (key.owns(booking.window())
                    && (first == null || !first.isBefore(deadline, booking.uid().value()))) {
                first = new Ending(
                        deadline, booking.uid().value(), Optional.empty(), Optional.empty(), Optional.of(booking));
            }
        }
        return Optional.ofNullable(first);
    }

    private static Ending ending(Hold hold) {
        return new Ending(hold.deadline(), hold.uid().value(), Optional.of(hold), Optional.empty(), Optional.empty());
    }

    private Instant deadlineOf(ClosedMarker marker) {
        return marker.closedAt().plus(settings.closedRetention());
    }

    private Instant deadlineOf(Booking booking) {
        return booking.window().end().plus(settings.bookingRetention());
    }

    private static void announce(ReservationDraft draft, EventTypeKey key, Ending ending, Instant now, Source source) {
        ending.hold().ifPresent(hold -> end(draft, key, hold, now, source));
        ending.marker().ifPresent(marker -> draft.forget(key, marker));
        ending.booking().ifPresent(booking -> draft.removeBooking(key, booking));
    }

    /** It counts as closed from its deadline on, whenever that is announced. */
    private static void end(ReservationDraft draft, EventTypeKey key, Hold hold, Instant now, Source source) {
        boolean preempted = hold.preemptedAt().isPresent();
        draft.close(
                key,
                hold,
                preempted ? ReservationStatus.PREEMPTED : ReservationStatus.EXPIRED,
                Optional.empty(),
                hold.deadline(),
                now,
                Cause.deadline(preempted ? CauseType.RECORD_BOOKING : CauseType.RESERVATION_EXPIRED, source));
    }

    /** One request at one moment. */
    private final class Decider {
        private final EventTypeKey key;
        private final RequestInfo info;
        private final Instant now;
        private final ReservationDraft draft;

        Decider(ReservationView view, EventTypeKey key, RequestInfo info, Instant now) {
            this.key = key;
            this.info = info;
            this.now = now;
            this.draft = new ReservationDraft(view);
        }

        ReservationDecision decide(ReservationRequest request) {
            if (request instanceof ReserveSlot reserve) {
                return reserve(reserve);
            }
            if (request instanceof UpdateReservation update) {
                return update(update);
            }
            if (request instanceof ReleaseReservation release) {
                return release(release);
            }
            if (request instanceof BookSlot book) {
                return book(book);
            }
            if (request instanceof RecordBooking fact) {
                return record(fact);
            }
            if (request instanceof CancelBooking fact) {
                return cancel(fact);
            }
            if (request instanceof DefineEventType definition) {
                return define(definition);
            }
            return remove((RemoveEventType) request);
        }

        // Named things: their own deadlines first.

        /** The live hold of this name. If its deadline has come, that is announced and there is none. */
        private Optional<Hold> liveHold(Given<String> uid) {
            Optional<Hold> hold = named(uid).flatMap(name -> draft.hold(key, name));
            if (hold.isEmpty() || hold.get().isLive(now)) {
                return hold;
            }
            end(draft, key, hold.get(), now, info.source());
            closedMarker(uid, hold.get().window());
            return Optional.empty();
        }

        private Optional<ReservationUid> named(Given<String> uid) {
            return uid.value().filter(Texts::isId).map(ReservationUid::new);
        }

        /** A name may have had several lives in the documents of a window; those whose time is over are forgotten. */
        private Optional<ClosedMarker> closedMarker(Given<String> uid, Window window) {
            List<ClosedMarker> markers = named(uid).stream()
                    .flatMap(name -> draft.closed(key, name, window).stream())
                    .toList();
            markers.stream().filter(this::isDue).forEach(due -> draft.forget(key, due));
            return markers.stream().filter(marker -> !isDue(marker)).findFirst();
        }

        private boolean isDue(ClosedMarker marker) {
            return !deadlineOf(marker).isAfter(now);
        }

        private Optional<Booking> storedBooking(Given<String> uid) {
            Optional<Booking> booking =
                    uid.value().filter(Texts::isId).flatMap(name -> draft.booking(key, new BookingUid(name)));
            if (booking.filter(it -> !deadlineOf(it).isAfter(now)).isPresent()) {
                draft.removeBooking(key, booking.get());
                return Optional.empty();
            }
            return booking;
        }

        // reserve_slot, update_reservation, release_reservation

        private ReservationDecision reserve(ReserveSlot request) {
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
            Verdict verdict = hold.remembered()
                    .recall(info)
                    .orElseGet(() -> hold.fingerprint().equals(info.fingerprint())
                            ? Verdict.REPEATED
                            : Verdict.refused(Refusal.base(Code.RESERVATION_UID_IN_USE)));
            return repeated(verdict, hold);
        }

        private ReservationDecision repeated(Verdict verdict, Hold hold) {
            return verdict instanceof Verdict.Refused refused
                    ? refused(refused.refusal(), Optional.of(hold))
                    : ReservationDecision.of(verdict, draft, Optional.of(held(hold)), Optional.empty());
        }

        private ReservationDecision grant(ReserveSlot request) {
            Duration duration = holdingTime(request.reservationDurationMinutes());
            var hold = new Hold(
                    named(request.reservationUid()).orElseThrow(),
                    window(request, Optional.empty()).orElseThrow(),
                    roundedUp(duration),
                    now.plus(duration),
                    info.requestedBy(),
                    info.fingerprint(),
                    now,
                    now,
                    1,
                    info.cause(CauseType.RESERVE_SLOT),
                    RememberedRequests.NONE.with(info),
                    Optional.empty());
            return holding(hold);
        }

        private ReservationDecision holding(Hold hold) {
            draft.hold(key, hold);
            draft.announceHeld(key, hold);
            return ReservationDecision.of(Verdict.ACCEPTED, draft, Optional.of(held(hold)), Optional.empty());
        }

        private ReservationDecision update(UpdateReservation request) {
            Optional<Hold> own = liveHold(request.reservationUid());
            Optional<Verdict> earlier = own.flatMap(hold -> hold.remembered().recall(info));
            if (earlier.isPresent()) {
                return repeated(earlier.get(), own.get());
            }
            Optional<Refusal> unnamed = new FieldCheck()
                    .id("reservation_uid", request.reservationUid())
                    .refusal();
            if (unnamed.isPresent() || own.isEmpty()) {
                return refused(
                        unnamed.orElseGet(() -> Refusal.base(
                                Code.RESERVATION_NOT_FOUND,
                                request.reservationUid().value().orElse(""))),
                        own);
            }
            Instant until = now.plus(holdingTime(request.reservationDurationMinutes()));
            var check = new FieldCheck().optionalInstant("slot_start", request.slotStart());
            return checkHolding(
                            checkLengths(check, request, request.reservationDurationMinutes(), true),
                            request,
                            request.reservationDurationMinutes(),
                            own)
                    .or(() -> checkTotal(own.get(), until))
                    .map(refusal -> refused(refusal, own))
                    .orElseGet(() -> extend(own.get(), request, until));
        }

        private Optional<Refusal> checkTotal(Hold hold, Instant until) {
            return until.isAfter(hold.createdAt().plus(settings.maxTotal(key)))
                    ? Optional.of(Refusal.base(Code.HELD_TOO_LONG))
                    : Optional.empty();
        }

        private ReservationDecision extend(Hold own, UpdateReservation request, Instant until) {
            return holding(new Hold(
                    own.uid(),
                    window(request, Optional.of(own)).orElseThrow(),
                    roundedUp(Duration.between(now, until)),
                    until,
                    own.requestedBy(),
                    own.fingerprint(),
                    own.createdAt(),
                    now,
                    own.revision() + 1,
                    info.cause(CauseType.UPDATE_RESERVATION),
                    own.remembered().with(info),
                    Optional.empty()));
        }

        private ReservationDecision release(ReleaseReservation request) {
            Optional<Hold> own = liveHold(request.reservationUid());
            Optional<Verdict> earlier = own.flatMap(hold -> hold.remembered().recall(info));
            if (earlier.isPresent()) {
                return repeated(earlier.get(), own.get());
            }
            Optional<Refusal> unnamed = new FieldCheck()
                    .id("reservation_uid", request.reservationUid())
                    .refusal();
            if (unnamed.isPresent()) {
                return refused(unnamed.get(), own);
            }
            Optional<Announcement.Snapshot> last = own.map(
                    hold -> close(hold, ReservationStatus.RELEASED, Optional.empty(), CauseType.RELEASE_RESERVATION));
            return ReservationDecision.of(Verdict.ACCEPTED, draft, last, Optional.empty());
        }

        private Announcement.Snapshot close(
                Hold hold, ReservationStatus status, Optional<BookingUid> booking, CauseType type) {
            return draft.close(key, hold, status, booking, now, now, info.cause(type));
        }

        // Bookings

        private ReservationDecision book(BookSlot request) {
            Optional<Booking> existing = storedBooking(request.bookingUid());
            Optional<Hold> own = liveHold(request.reservationUid());
            if (existing.isPresent()) {
                return bookAgain(existing.get());
            }
            Optional<Verdict> earlier = own.flatMap(hold -> hold.remembered().recall(info));
            if (earlier.isPresent()) {
                return repeated(earlier.get(), own.get());
            }
            boolean holdMissed = own.isEmpty()
                    && !request.reservationUid().isAbsent()
                    && request.slotStart().isAbsent();
            return checkBooking(request, own, holdMissed)
                    .or(() -> checkWindow(request, own, true))
                    .map(refusal -> refused(refusal, own))
                    .orElseGet(() -> take(request, own));
        }

        private ReservationDecision bookAgain(Booking booking) {
            boolean same =
                    booking.fingerprint().equals(info.fingerprint()) && booking.status() != BookingStatus.CANCELLED;
            return same
                    ? ReservationDecision.of(Verdict.REPEATED, draft, Optional.empty(), Optional.of(booking))
                    : refused(Refusal.base(Code.BOOKING_UID_IN_USE), Optional.empty());
        }

        /** What can be said before the window is known. */
        private Optional<Refusal> checkBooking(BookSlot request, Optional<Hold> own, boolean holdMissed) {
            var fields = new FieldCheck()
                    .id("booking_uid", request.bookingUid())
                    .optionalId("reservation_uid", request.reservationUid());
            if (request.reservationUid().isAbsent()) {
                fields.instant("slot_start", request.slotStart());
            } else {
                fields.optionalInstant("slot_start", request.slotStart());
            }
            checkLengths(fields, request, Given.absent(), own.isPresent() || holdMissed || !key.isCalendar());
            own.ifPresent(hold -> checkSameWindow(fields, request, hold));
            return fields.refusal()
                    .or(this::checkDefined)
                    .or(() -> checkDate(request.slotStart()))
                    .or(() -> checkSlotDuration(request.slotDurationMinutes()))
                    .or(() -> holdMissed ? Optional.of(Refusal.base(Code.RESERVATION_EXPIRED)) : Optional.empty());
        }

        private void checkSameWindow(FieldCheck fields, BookSlot request, Hold hold) {
            fields.expect(
                    !request.slotStart().is(start -> !start.equals(hold.window().start())),
                    "slot_start",
                    Code.INVALID_FORMAT,
                    "must be the start of the reserved slot");
            fields.expect(
                    !request.slotDurationMinutes()
                            .is(minutes -> !hold.window().length().equals(Duration.ofMinutes(minutes))),
                    "slot_duration_minutes",
                    Code.INVALID_FORMAT,
                    "must be the length of the reserved slot");
        }

        private ReservationDecision take(BookSlot request, Optional<Hold> own) {
            var booking = new Booking(
                    new BookingUid(request.bookingUid().value().orElseThrow()),
                    bookingWindow(request, own).orElseThrow(),
                    BookingStatus.ACCEPTED,
                    1,
                    OptionalLong.empty(),
                    info.fingerprint());
            Optional<Announcement.Snapshot> last = own.map(
                    hold -> close(hold, ReservationStatus.BOOKED, Optional.of(booking.uid()), CauseType.BOOK_SLOT));
            store(booking);
            return ReservationDecision.of(Verdict.ACCEPTED, draft, last, Optional.of(booking));
        }

        /** A live hold says which window is booked. */
        private Optional<Window> bookingWindow(BookSlot request, Optional<Hold> own) {
            return own.map(Hold::window).or(() -> window(request, Optional.empty()));
        }

        private void store(Booking booking) {
            if (deadlineOf(booking).isAfter(now)) {
                draft.book(key, booking);
            } else {
                draft.booking(key, booking.uid()).ifPresent(before -> draft.removeBooking(key, before));
            }
        }

        private ReservationDecision record(RecordBooking fact) {
            Optional<Booking> existing = storedBooking(fact.bookingUid());
            if (isOutdated(fact.version(), existing.map(Booking::version))) {
                return ReservationDecision.unchanged(Verdict.REPEATED, draft);
            }
            Optional<Refusal> refusal = checkFact(fact);
            if (refusal.isPresent()) {
                return refused(refusal.get(), Optional.empty());
            }
            var booking = new Booking(
                    new BookingUid(fact.bookingUid().value().orElseThrow()),
                    new Window(
                            fact.start().value().orElseThrow(),
                            fact.end().value().orElseThrow()),
                    fact.status().value().flatMap(BookingStatus::of).orElseThrow(),
                    fact.attendees().value().map(Long::intValue).orElse(1),
                    newest(fact.version(), existing.map(Booking::version)),
                    existing.map(Booking::fingerprint).orElse(info.fingerprint()));
            store(booking);
            if (booking.status().isBlocking() && deadlineOf(booking).isAfter(now)) {
                displace(booking.window());
            }
            return ReservationDecision.accepted(draft);
        }

        private Optional<Refusal> checkFact(RecordBooking fact) {
            var fields = new FieldCheck()
                    .id("booking_uid", fact.bookingUid())
                    .instant("start", fact.start())
                    .instant("end", fact.end())
                    .expect(!fact.start().isMalformed(Fault.NO_SUCH_DATE), "start", Code.INVALID_FORMAT, NO_DATE)
                    .expect(!fact.end().isMalformed(Fault.NO_SUCH_DATE), "end", Code.INVALID_FORMAT, NO_DATE);
            Optional<Instant> start = fact.start().value();
            Optional<Instant> end = fact.end().value();
            if (start.isPresent() && end.isPresent()) {
                boolean forward = end.get().isAfter(start.get());
                fields.expect(forward, "end", Code.INVALID_TIME_PAIR, "must be after start");
                fields.expect(
                        !forward || Duration.between(start.get(), end.get()).compareTo(MAX_BOOKING) <= 0,
                        "end",
                        Code.TOO_LONG,
                        "must be within " + MAX_BOOKING.toDays() + " days of start");
            }
            return fields.expect(
                            fact.status().is(text -> BookingStatus.of(text).isPresent()),
                            "status",
                            fact.status().isAbsent() ? Code.REQUIRED : Code.NOT_RECOGNIZED,
                            "must be accepted, pending, awaiting_host, cancelled or rejected")
                    .optionalNumber("attendees", fact.attendees(), 1, MAX_ATTENDEES)
                    .optionalNumber("version", fact.version(), 0, Long.MAX_VALUE)
                    .refusal();
        }

        private static final String NO_DATE = "must be a date that exists";

        /**
         * Live holds that no longer fit are closed, latest granted first. All close now; as many as one record may
         * announce are told now, the others follow as due.
         */
        private void displace(Window window) {
            List<Hold> displaced =
                    new Neighbours(draft, key, window, Optional.empty(), now).displaced(seatsEvenIfRemoved());
            for (int i = 0; i < displaced.size(); i++) {
                if (i < ANNOUNCED_BY_A_REQUEST) {
                    close(displaced.get(i), ReservationStatus.PREEMPTED, Optional.empty(), CauseType.RECORD_BOOKING);
                } else {
                    draft.hold(key, displaced.get(i).preempted(now));
                }
            }
        }

        private ReservationDecision cancel(CancelBooking fact) {
            Optional<Booking> existing = storedBooking(fact.bookingUid());
            if (isOutdated(fact.version(), existing.map(Booking::version))) {
                return ReservationDecision.unchanged(Verdict.REPEATED, draft);
            }
            Optional<Refusal> refusal = new FieldCheck()
                    .id("booking_uid", fact.bookingUid())
                    .optionalNumber("version", fact.version(), 0, Long.MAX_VALUE)
                    .refusal();
            if (refusal.isPresent()) {
                return refused(refusal.get(), Optional.empty());
            }
            existing.ifPresent(booking ->
                    draft.book(key, booking.cancelled(newest(fact.version(), Optional.of(booking.version())))));
            return ReservationDecision.accepted(draft);
        }

        // Event types

        private ReservationDecision define(DefineEventType definition) {
            Optional<EventType> existing = draft.eventType(key);
            if (isOutdated(definition.version(), existing.map(EventType::version))) {
                return ReservationDecision.unchanged(Verdict.REPEATED, draft);
            }
            var check = new EventTypeCheck(definition);
            Optional<Refusal> refusal = checkNumbered().or(check::refusal).or(() -> checkEntitledToChange(existing));
            if (refusal.isPresent()) {
                return refused(refusal.get(), Optional.empty());
            }
            draft.define(key, check.eventType(newest(definition.version(), existing.map(EventType::version))));
            return ReservationDecision.accepted(draft);
        }

        private ReservationDecision remove(RemoveEventType removal) {
            Optional<EventType> existing = draft.eventType(key);
            if (isOutdated(removal.version(), existing.map(EventType::version))) {
                return ReservationDecision.unchanged(Verdict.REPEATED, draft);
            }
            Optional<Refusal> refusal = checkNumbered()
                    .or(() -> new FieldCheck()
                            .optionalNumber("version", removal.version(), 0, Long.MAX_VALUE)
                            .refusal())
                    .or(() -> checkEntitledToChange(existing));
            if (refusal.isPresent()) {
                return refused(refusal.get(), Optional.empty());
            }
            OptionalLong version = newest(removal.version(), existing.map(EventType::version));
            // A removal that came before the definition is kept, so that it wins; but only a trusted service's: the
            // type
            // would have no owner, and nobody else could ever define it.
            boolean keep = version.isPresent() && info.requestedBy().isEmpty();
            if (existing.isPresent() || keep) {
                draft.define(
                        key,
                        existing.map(type -> type.removedAt(version))
                                .orElseGet(() -> EventType.unknownRemoved(version)));
            }
            return ReservationDecision.accepted(draft);
        }

        /** A calendar has no definition. */
        private Optional<Refusal> checkNumbered() {
            return new FieldCheck()
                    .expect(!key.isCalendar(), "key", Code.INVALID_FORMAT, "must be the number of an event type")
                    .refusal();
        }

        private Optional<Refusal> checkEntitledToChange(Optional<EventType> existing) {
            boolean stranger = existing.isPresent()
                    && info.requestedBy()
                            .filter(principal -> !existing.get().isEntitled(principal))
                            .isPresent();
            return stranger ? Optional.of(Refusal.base(Code.NOT_ENTITLED)) : Optional.empty();
        }

        // Facts have versions.

        private static boolean isOutdated(Given<Long> given, Optional<OptionalLong> stored) {
            return stored.isPresent()
                    && stored.get().isPresent()
                    && given.is(version -> version <= stored.get().getAsLong());
        }

        private static OptionalLong newest(Given<Long> given, Optional<OptionalLong> stored) {
            return given.value().map(OptionalLong::of).orElseGet(() -> stored.orElse(OptionalLong.empty()));
        }

        // The table of reserve_slot, row by row.

        private FieldCheck checkLengths(
                FieldCheck fields, OfSlot request, Given<Long> reservationDuration, boolean lengthIsKnown) {
            String path = "slot_duration_minutes";
            if (lengthIsKnown) {
                fields.optionalNumber(path, request.slotDurationMinutes(), 1, EventTypeCheck.MAX_MINUTES);
            } else {
                fields.number(path, request.slotDurationMinutes(), 1, EventTypeCheck.MAX_MINUTES);
            }
            return fields.optionalNumber(
                    "reservation_duration_minutes",
                    reservationDuration,
                    1,
                    settings.max(key).toMinutes());
        }

        private Optional<Refusal> checkHolding(
                FieldCheck fields, OfSlot request, Given<Long> reservationDuration, Optional<Hold> own) {
            return fields.refusal()
                    .or(() -> checkKnownCaller(reservationDuration))
                    .or(this::checkDefined)
                    .or(() -> checkEntitledToDuration(reservationDuration))
                    .or(() -> checkDate(request.slotStart()))
                    .or(() -> checkSlotDuration(request.slotDurationMinutes()))
                    .or(() -> checkWindow(request, own, false));
        }

        /** Row 2. */
        private Optional<Refusal> checkKnownCaller(Given<Long> reservationDuration) {
            return !reservationDuration.isAbsent() && info.isAnonymous()
                    ? Optional.of(Refusal.base(Code.AUTHENTICATION_REQUIRED))
                    : Optional.empty();
        }

        /** Row 3. */
        private Optional<Refusal> checkDefined() {
            return key.isCalendar() || definition().isPresent()
                    ? Optional.empty()
                    : Optional.of(Refusal.base(Code.EVENT_TYPE_NOT_FOUND, key.value()));
        }

        private Optional<EventType> definition() {
            return key.isCalendar() ? Optional.empty() : draft.eventType(key).filter(type -> !type.removed());
        }

        /** Row 4. */
        private Optional<Refusal> checkEntitledToDuration(Given<Long> reservationDuration) {
            Optional<Principal> stranger = info.requestedBy()
                    .filter(principal -> definition()
                            .filter(type -> type.isEntitled(principal))
                            .isEmpty());
            return !reservationDuration.isAbsent() && stranger.isPresent()
                    ? Optional.of(Refusal.base(Code.NOT_ENTITLED))
                    : Optional.empty();
        }

        /** Row 5. */
        private Optional<Refusal> checkDate(Given<Instant> start) {
            return start.isMalformed(Fault.NO_SUCH_DATE)
                    ? Optional.of(Refusal.said(Code.INVALID_REQUEST, "Invalid start date"))
                    : Optional.empty();
        }

        /** Rows 6 and 7. */
        private Optional<Refusal> checkSlotDuration(Given<Long> minutes) {
            if (minutes.isAbsent() || key.isCalendar()) {
                return Optional.empty();
            }
            List<Duration> lengths = definition().orElseThrow().lengths();
            if (lengths.isEmpty()) {
                return Optional.of(Refusal.base(Code.SLOT_DURATION_NOT_ALLOWED));
            }
            if (minutes.is(length -> lengths.contains(Duration.ofMinutes(length)))) {
                return Optional.empty();
            }
            String possible = String.join(
                    ", ",
                    lengths.stream()
                            .map(length -> Long.toString(length.toMinutes()))
                            .toList());
            return Optional.of(Refusal.said(
                    Code.SLOT_DURATION_NOT_ALLOWED,
                    "Provided 'slotDuration' is not one of the possible lengths for the event type."
                            + " The possible lengths for this variable length event type are: " + possible));
        }

        /** Rows 8 to 11, and whether there is room in the document. */
        private Optional<Refusal> checkWindow(OfSlot request, Optional<Hold> own, boolean booking) {
            boolean booksHold = booking && own.isPresent();
            Window window =
                    booksHold ? own.get().window() : window(request, own).orElseThrow();
            if (!booksHold && !window.start().isAfter(now)) {
                return Optional.of(Refusal.base(Code.SLOT_IN_THE_PAST));
            }
            var neighbours = new Neighbours(draft, key, window, own.map(Hold::uid), now);
            return neighbours
                    .conflict(seats())
                    .map(refusal -> booking && refusal.code() == Code.ALREADY_RESERVED
                            ? Refusal.base(Code.RESERVED_BY_ANOTHER, neighbours.secondsUntilFree(now))
                            : refusal)
                    .or(() -> booksHold ? Optional.empty() : neighbours.crowd());
        }

        /** Holds of a removed type run to their deadline: a booking takes no more of them than it did before. */
        private OptionalInt seatsEvenIfRemoved() {
            return key.isCalendar()
                    ? OptionalInt.empty()
                    : draft.eventType(key).map(EventType::seats).orElse(OptionalInt.empty());
        }

        private OptionalInt seats() {
            return definition().map(EventType::seats).orElse(OptionalInt.empty());
        }

        /**
         * The window that a request names, if that can be told: what it leaves out is the own hold's start and the event
         * type's length. A calendar has no length; a hold there keeps its own.
         */
        private Optional<Window> window(OfSlot request, Optional<Hold> own) {
            Optional<Instant> start = request.slotStart().isAbsent()
                    ? own.map(hold -> hold.window().start())
                    : request.slotStart().value();
            Optional<Duration> length = request.slotDurationMinutes().isAbsent()
                    ? definition()
                            .map(EventType::length)
                            .or(() -> own.map(hold -> hold.window().length()))
                    : request.slotDurationMinutes()
                            .value()
                            .filter(minutes -> minutes > 0 && minutes <= EventTypeCheck.MAX_MINUTES)
                            .map(Duration::ofMinutes);
            return start.flatMap(from -> length.map(time -> Window.of(from, time)));
        }

        private Duration holdingTime(Given<Long> minutes) {
            return minutes.value()
                    .filter(count -> count > 0 && count <= settings.max(key).toMinutes())
                    .map(Duration::ofMinutes)
                    .orElse(settings.defaultHold());
        }

        private static Duration roundedUp(Duration duration) {
            return Duration.ofMinutes(duration.plusMinutes(1).minusNanos(1).toMinutes());
        }

        private Announcement.Snapshot held(Hold hold) {
            return new Announcement.Snapshot(key, hold, ReservationStatus.HELD, Optional.empty());
        }

        private ReservationDecision refused(Refusal refusal, Optional<Hold> named) {
            return ReservationDecision.refused(refusal, draft, named);
        }
    }
}
