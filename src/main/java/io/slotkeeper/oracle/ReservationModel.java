package io.slotkeeper.oracle;

import io.slotkeeper.oracle.InputRecord.Envelope;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.reservation.ReservationRequest;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reservations as docs/spec/reservations.md describes them: flat lists, full scans, no look-ups. Of
 * parts of four hours
 * it knows only what shows: they say where a closed uid is recognised, in which order deadlines are announced, and how
 * much is too much.
 */
public final class ReservationModel implements Model, ReservationRequest.ReservationCases<ExpectedOutcome> {

    private static final int ANNOUNCED_BY_TICK = 2_048;
    /** So many of the holds that a booking closes are announced with it; the others when they are due. */
    private static final int ANNOUNCED_BY_BOOKING = 64;

    private static final int MOST_LIVE = 20_000;
    private static final int MOST_CLOSED = 256;
    private static final long PART_SECONDS = 4 * 3_600;
    private static final long MOST_SLOT_MINUTES = 24 * 60;
    /** Five years. */
    private static final Duration MOST_BOOKING = Duration.ofDays(1_827);
    /** Longer ones don't count in four hours. */
    private static final Duration MANY_PARTS = Duration.ofDays(31);

    private static final long WIDE_SECONDS = 128L * 24 * 3_600;
    private static final long MOST_ATTENDEES = Integer.MAX_VALUE;
    private static final int MOST_CANCELLED_EARLY = 1_024;
    private static final Duration CALENDAR_MAX = Duration.ofDays(30);

    private static final class ExpectedHold {
        private final String key;
        private final String uid;
        private final ReserveSlot content;
        private final Optional<Principal> requestedBy;
        /** For whose cap it counts. */
        private final Optional<String> party;

        private final Instant createdAt;
        private Instant start = Instant.EPOCH;
        private Instant end = Instant.EPOCH;
        private long minutes;
        private Instant until = Instant.EPOCH;
        private Instant updatedAt = Instant.EPOCH;
        private long revision;
        private Map<String, Object> cause = Map.of();
        /** When a booking took it away whose record could not announce that any more. */
        private Optional<Instant> preemptedAt = Optional.empty();

        private Remembered remembered = new Remembered();

        ExpectedHold(
                String key, ReserveSlot content, Optional<Principal> requestedBy, Optional<String> party, Instant now) {
            this.key = key;
            this.uid = content.reservationUid().value().orElseThrow();
            this.content = content;
            this.requestedBy = requestedBy;
            this.party = party;
            this.createdAt = now;
        }

        ExpectedHold copy() {
            var copy = new ExpectedHold(key, content, requestedBy, party, createdAt);
            copy.start = start;
            copy.end = end;
            copy.minutes = minutes;
            copy.until = until;
            copy.updatedAt = updatedAt;
            copy.revision = revision;
            copy.cause = cause;
            copy.preemptedAt = preemptedAt;
            copy.remembered = remembered.copy();
            return copy;
        }

        Instant deadline() {
            return preemptedAt.orElse(until);
        }

        boolean isLive(Instant now) {
            return deadline().isAfter(now);
        }

        Map<String, Object> shown(String status, Optional<String> booking) {
            return new ExpectedFields()
                    .add("reservation_uid", uid)
                    .add("event_type", key)
                    .add("slot_start", ExpectedFields.millis(start))
                    .add("slot_end", ExpectedFields.millis(end))
                    .add("reservation_duration_minutes", minutes)
                    .add("reservation_until", ExpectedFields.millis(until))
                    .add("requested_by", requestedBy.map(Principal::value).orElse(null))
                    .add("status", status)
                    .addIf("booking_uid", booking)
                    .add("created_at", ExpectedFields.millis(createdAt))
                    .add("revision", revision)
                    .add("updated_at", ExpectedFields.millis(updatedAt))
                    .add("cause", cause)
                    .done();
        }

        Map<String, Object> shown() {
            return shown("held", Optional.empty());
        }

        void changed(LogPosition position, String why, Optional<String> requestId) {
            revision++;
            updatedAt = position.now();
            cause = position.cause(why, requestId);
        }
    }

    /** The name of a reservation that was closed. */
    public record ClosedName(String uid, Instant start, Instant end, Instant closedAt) {}

    /** The cancellation of a booking that nobody has told of. */
    private record CancelledEarly(String uid, long version, Instant at) {}

    /**
     * @param content of the request that made it
     * @param at log time of the last that was told of it
     */
    public record ExpectedBooking(
            String uid,
            Instant start,
            Instant end,
            String status,
            long attendees,
            Optional<Long> version,
            ReservationRequest content,
            Instant at) {

        boolean isLong() {
            return Duration.between(start, end).compareTo(MANY_PARTS) > 0;
        }

        boolean blocks() {
            return List.of("accepted", "pending", "awaiting_host").contains(status);
        }

        Map<String, Object> shown() {
            return new ExpectedFields()
                    .add("booking_uid", uid)
                    .add("slot_start", ExpectedFields.millis(start))
                    .add("slot_end", ExpectedFields.millis(end))
                    .done();
        }
    }

    private record ExpectedEventType(
            boolean removed,
            long length,
            List<Long> lengths,
            Optional<Long> seats,
            Optional<String> owner,
            List<String> members,
            Optional<Long> mostHeld,
            Optional<Long> mostExtensions,
            Optional<Long> mostMinutes,
            long bufferBefore,
            long bufferAfter,
            Optional<Long> version) {}

    /** All of one event type. */
    private static final class EventTypeFacts {
        private final String key;
        private Optional<ExpectedEventType> type = Optional.empty();
        private final List<ExpectedHold> holds = new ArrayList<>();
        private final List<ClosedName> closed = new ArrayList<>();
        private final List<ExpectedBooking> bookings = new ArrayList<>();
        private final List<CancelledEarly> cancelledEarly = new ArrayList<>();

        EventTypeFacts(String key) {
            this.key = key;
        }

        EventTypeFacts copy() {
            var copy = new EventTypeFacts(key);
            copy.type = type;
            holds.forEach(hold -> copy.holds.add(hold.copy()));
            copy.closed.addAll(closed);
            copy.bookings.addAll(bookings);
            copy.cancelledEarly.addAll(cancelledEarly);
            return copy;
        }
    }

    /** What would end by itself. */
    private record DueEntry(Instant at, String key, long part, String uid, Object entry) {}

    private final OracleSettings settings;
    private final Map<String, EventTypeFacts> eventTypes = new TreeMap<>();

    // Of what is being announced or decided.
    private EventTypeFacts facts = new EventTypeFacts("");
    private LogPosition position = new LogPosition(Instant.EPOCH, "", 0, 0);
    private Instant now = Instant.EPOCH;
    private Envelope envelope =
            new Envelope("", Optional.empty(), Optional.empty(), Optional.empty(), false, false, List.of());
    private List<ExpectedSnapshot> emitted = new ArrayList<>();

    public ReservationModel(OracleSettings settings) {
        this.settings = settings;
    }

    private void at(String key, LogPosition where, List<ExpectedSnapshot> emitted) {
        this.facts = eventTypes.computeIfAbsent(key, EventTypeFacts::new);
        this.position = where;
        this.now = where.now();
        this.emitted = emitted;
    }

    // Deadlines

    @Override
    public int announcedByTick() {
        return ANNOUNCED_BY_TICK;
    }

    @Override
    public Optional<Instant> nextDeadline() {
        return nextDue().map(DueEntry::at);
    }

    private Optional<DueEntry> nextDue() {
        return eventTypes.values().stream()
                .flatMap(this::dues)
                .min(Comparator.comparing(DueEntry::at)
                        .thenComparing(DueEntry::key)
                        .thenComparing(DueEntry::part)
                        .thenComparing(DueEntry::uid));
    }

    private Stream<DueEntry> dues(EventTypeFacts it) {
        return Stream.of(
                        it.holds.stream().map(hold -> due(it, hold.deadline(), hold.start, hold.uid, hold)),
                        it.closed.stream().map(name -> due(it, forgottenAt(name), name.start(), name.uid(), name)),
                        it.bookings.stream().map(booking -> due(it, booking)),
                        it.cancelledEarly.stream()
                                .map(early -> due(it, forgottenAt(early), early.at(), early.uid(), early)))
                .flatMap(each -> each);
    }

    private static DueEntry due(EventTypeFacts facts, Instant at, Instant start, String uid, Object entry) {
        return new DueEntry(at, facts.key, part(start), uid, entry);
    }

    /** Where deadlines are equal, that of a long one comes first. */
    private DueEntry due(EventTypeFacts facts, ExpectedBooking booking) {
        long part = booking.isLong()
                ? -1 - Math.floorDiv(booking.start().getEpochSecond(), WIDE_SECONDS)
                : part(booking.start());
        return new DueEntry(forgottenAt(booking), facts.key, part, booking.uid(), booking);
    }

    @Override
    public List<ExpectedSnapshot> announceNext(LogPosition where) {
        DueEntry due = nextDue().orElseThrow();
        List<ExpectedSnapshot> announced = new ArrayList<>();
        at(due.key(), where, announced);
        if (due.entry() instanceof ExpectedHold hold) {
            announce(hold);
        } else if (due.entry() instanceof ClosedName closed) {
            forget(closed);
        } else {
            facts.bookings.remove(due.entry());
            facts.cancelledEarly.remove(due.entry());
        }
        return announced;
    }

    private Instant forgottenAt(ClosedName closed) {
        return closed.closedAt().plus(settings.closedRetention());
    }

    private Instant forgottenAt(ExpectedBooking booking) {
        boolean toldLater = booking.version().isPresent() && booking.at().isAfter(booking.end());
        return (toldLater ? booking.at() : booking.end()).plus(settings.bookingRetention());
    }

    private Instant forgottenAt(CancelledEarly early) {
        return early.at().plus(settings.bookingRetention());
    }

    /** Its deadline has come. */
    private void announce(ExpectedHold hold) {
        if (hold.preemptedAt.isPresent()) {
            // The record that announces it isn't the one that asked for it.
            close(hold, "preempted", Optional.empty(), hold.preemptedAt.get(), "record_booking", Optional.empty());
        } else {
            close(hold, "expired", Optional.empty(), hold.until, "reservation_expired", Optional.empty());
        }
    }

    private Map<String, Object> close(
            ExpectedHold hold,
            String status,
            Optional<String> booking,
            Instant closedAt,
            String why,
            Optional<String> requestId) {
        facts.holds.remove(hold);
        hold.changed(position, why, requestId);
        Map<String, Object> last = hold.shown(status, booking);
        emitted.add(ExpectedSnapshot.snapshot(name(hold.uid), last));
        // One marker of a name is enough where both would be recognised.
        facts.closed.removeIf(it -> it.uid().equals(hold.uid) && sharePart(it.start(), it.end(), hold.start, hold.end));
        facts.closed.add(new ClosedName(hold.uid, hold.start, hold.end, closedAt));
        dropOldest(hold.start, hold.end);
        return last;
    }

    private void dropOldest(Instant start, Instant end) {
        List<ClosedName> there = new ArrayList<>(facts.closed);
        there.removeIf(it -> !it.start().equals(start) || !it.end().equals(end));
        if (there.size() > MOST_CLOSED) {
            there.sort(Comparator.comparing(ClosedName::closedAt).thenComparing(ClosedName::uid));
            forget(there.get(0));
        }
    }

    private void forget(ClosedName closed) {
        facts.closed.remove(closed);
        if (facts.holds.stream().noneMatch(hold -> hold.uid.equals(closed.uid()))) {
            emitted.add(ExpectedSnapshot.tombstone(name(closed.uid())));
        }
    }

    private String name(String uid) {
        return facts.key + "/" + uid;
    }

    // Requests

    @Override
    public boolean isCanonicalKey(String key) {
        return ExpectedTexts.isReservationKey(key);
    }

    @Override
    public Runnable memory(String key) {
        EventTypeFacts copy =
                eventTypes.computeIfAbsent(key, EventTypeFacts::new).copy();
        return () -> eventTypes.put(key, copy);
    }

    @Override
    public ExpectedOutcome wrongEnvelope(List<String> paths) {
        var errors = new ExpectedErrors();
        paths.forEach(path -> errors.add(path, "invalid_format"));
        return invalid(errors);
    }

    @Override
    public ExpectedOutcome decide(
            String key, InputRecord.InputValue value, LogPosition where, List<ExpectedSnapshot> emitted) {
        var input = (InputRecord.ReservationInput) value;
        at(key, where, emitted);
        envelope = input.envelope();
        return input.request().decideBy(this);
    }

    private Optional<String> requestId() {
        return envelope.requestId().map(RequestId::value);
    }

    private boolean isAskedBy(String principal) {
        return envelope.requestedBy()
                .map(Principal::value)
                .filter(principal::equals)
                .isPresent();
    }

    private static ExpectedOutcome shows(ExpectedOutcome answer, ExpectedHold hold) {
        return answer.showing(hold.revision, hold.shown());
    }

    private static ExpectedOutcome of(ExpectedOutcome refusal, Optional<ExpectedHold> own) {
        return refusal.withRevision(own.map(hold -> hold.revision));
    }

    private Optional<ExpectedHold> mine(FieldValue<String> uid) {
        return own(uid).filter(hold -> !isSomebodyElses(hold));
    }

    private boolean isSomebodyElses(ExpectedHold hold) {
        return settings.strictHolds()
                && envelope.requestedBy().isPresent()
                && hold.requestedBy
                        .map(Principal::value)
                        .filter(maker -> !maker.equals("anonymous") && !isAskedBy(maker))
                        .isPresent();
    }

    /** The live hold. What is due of it is announced, the end of its retention too. */
    private Optional<ExpectedHold> own(FieldValue<String> uid) {
        for (ExpectedHold hold : List.copyOf(facts.holds)) {
            if (uid.is(hold.uid::equals)) {
                if (hold.isLive(now)) {
                    return Optional.of(hold);
                }
                announce(hold);
                forgetDue(uid, hold.start, hold.end);
            }
        }
        return Optional.empty();
    }

    private void forgetDue(FieldValue<String> uid, Instant start, Instant end) {
        for (ClosedName closed : List.copyOf(facts.closed)) {
            if (uid.is(closed.uid()::equals)
                    && sharePart(closed.start(), closed.end(), start, end)
                    && position.isDue(forgottenAt(closed))) {
                forget(closed);
            }
        }
    }

    private static long part(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), PART_SECONDS);
    }

    private static long lastPart(Instant end) {
        return part(end.minusMillis(1));
    }

    private static boolean sharePart(Instant start, Instant end, Instant otherStart, Instant otherEnd) {
        return part(start) <= lastPart(otherEnd) && part(otherStart) <= lastPart(end);
    }

    private static boolean overlap(Instant start, Instant end, Instant otherStart, Instant otherEnd) {
        return start.isBefore(otherEnd) && otherStart.isBefore(end);
    }

    private Optional<ExpectedOutcome> recalled(ExpectedHold hold, ReservationRequest request) {
        return hold.remembered
                .content(envelope.requestId())
                .map(before -> before.equals(request)
                        ? shows(ExpectedOutcome.repeated(), hold)
                        : of(ExpectedOutcome.refused("request_id", "request_id_reused"), Optional.of(hold)));
    }

    private boolean isCalendar() {
        return ExpectedTexts.isCalendar(facts.key);
    }

    private Optional<ExpectedEventType> defined() {
        return facts.type.filter(type -> !type.removed());
    }

    // reserve_slot, update_reservation, release_reservation

    @Override
    public ExpectedOutcome reserve(ReserveSlot request) {
        Optional<ExpectedHold> own = own(request.reservationUid());
        if (own.isPresent()) {
            ExpectedHold hold = own.get();
            if (isSomebodyElses(hold)) {
                return uidInUse();
            }
            return recalled(hold, request)
                    .orElseGet(() -> hold.content.equals(request)
                            ? shows(ExpectedOutcome.repeated(), hold)
                            : of(uidInUse(), own));
        }
        Optional<Instant> start = request.slotStart().value();
        Optional<Instant> end = end(start, request.slotDurationMinutes(), own);
        if (start.isPresent() && end.isPresent()) {
            forgetDue(request.reservationUid(), start.get(), end.get());
            for (ClosedName closed : facts.closed) {
                if (request.reservationUid().is(closed.uid()::equals)
                        && sharePart(closed.start(), closed.end(), start.get(), end.get())) {
                    return uidInUse();
                }
            }
        }
        var errors = new ExpectedErrors();
        name("reservation_uid", request.reservationUid(), errors);
        if (request.slotStart().isAbsent()) {
            errors.add("slot_start", "required");
        }
        slotFields(request, errors);
        if (isCalendar() && request.slotDurationMinutes().isAbsent()) {
            errors.add("slot_duration_minutes", "required");
        }
        holdLength(request.reservationDurationMinutes(), errors);
        Optional<ExpectedOutcome> no = errors.isEmpty()
                ? holdingRows(request, !request.reservationDurationMinutes().isAbsent(), start, end, own)
                : Optional.of(invalid(errors));
        if (no.isPresent()) {
            return no.get();
        }
        Optional<Long> mostHeld = mostHeld();
        Optional<String> party = mostHeld.isPresent() ? party() : Optional.empty();
        List<Instant> ends = facts.holds.stream()
                .filter(hold -> party.isPresent() && hold.party.equals(party) && hold.isLive(now))
                .map(hold -> hold.until)
                .sorted()
                .toList();
        if (party.isPresent() && ends.size() >= mostHeld.get()) {
            return ExpectedOutcome.refusedWith(
                            "hold_limit_reached",
                            "At most " + mostHeld.get() + " slots of this event type may be reserved at a time.")
                    .until(Optional.of(ends.get(0)));
        }
        Duration asked = time(request.reservationDurationMinutes());
        Duration longest = longest();
        if (asked.compareTo(longest) > 0
                && !request.reservationDurationMinutes().isAbsent()) {
            return heldTooLong(now.plus(longest));
        }
        var hold = new ExpectedHold(facts.key, request, envelope.requestedBy(), party, now);
        facts.holds.add(hold);
        return hold(hold, start, end, asked.compareTo(longest) < 0 ? asked : longest, request);
    }

    /** How many live holds the party that asks may have. */
    private Optional<Long> mostHeld() {
        if (isCalendar()) {
            return Optional.empty();
        }
        Optional<Integer> setting = isAskedBy("anonymous") ? settings.mostHeldByAnonymous() : settings.mostHeld();
        return defined().flatMap(ExpectedEventType::mostHeld).or(() -> setting.map(Integer::longValue));
    }

    private Optional<String> party() {
        return isAskedBy("anonymous")
                ? envelope.party().map(it -> "an anonymous one: " + it)
                : envelope.requestedBy().map(Principal::value);
    }

    /** The longest that a slot is held from its reservation. */
    private Duration longest() {
        if (isCalendar()) {
            return CALENDAR_MAX;
        }
        Duration setting = isAskedBy("anonymous") ? settings.anonymousTotalHold() : settings.maxTotalHold();
        Duration longest = defined()
                .flatMap(ExpectedEventType::mostMinutes)
                .map(Duration::ofMinutes)
                .orElse(setting);
        return longest.compareTo(settings.maxTotalHold()) < 0 ? longest : settings.maxTotalHold();
    }

    private static ExpectedOutcome heldTooLong(Instant latest) {
        return ExpectedOutcome.refusedWith(
                "held_too_long", "The slot can't be held longer than until " + ExpectedFields.millis(latest) + ".");
    }

    private Duration time(FieldValue<Long> minutes) {
        return minutes.value().map(Duration::ofMinutes).orElse(settings.defaultHold());
    }

    private static ExpectedOutcome uidInUse() {
        return ExpectedOutcome.refusedWith("reservation_uid_in_use", "Reservation uid is already in use.");
    }

    private ExpectedOutcome hold(
            ExpectedHold hold,
            Optional<Instant> start,
            Optional<Instant> end,
            Duration time,
            ReservationRequest request) {
        hold.start = start.orElseThrow();
        hold.end = end.orElseThrow();
        hold.minutes = (time.toMillis() + 59_999) / 60_000;
        hold.until = now.plus(time);
        hold.changed(position, envelope.type(), requestId());
        hold.remembered.add(envelope.requestId(), request);
        emitted.add(ExpectedSnapshot.snapshot(name(hold.uid), hold.shown()));
        return shows(ExpectedOutcome.accepted(), hold);
    }

    @Override
    public ExpectedOutcome update(UpdateReservation request) {
        Optional<ExpectedHold> own = mine(request.reservationUid());
        Optional<ExpectedOutcome> earlier = own.flatMap(hold -> recalled(hold, request));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var errors = new ExpectedErrors();
        name("reservation_uid", request.reservationUid(), errors);
        if (!errors.isEmpty()) {
            return invalid(errors);
        }
        if (own.isEmpty()) {
            String uid = request.reservationUid().value().orElseThrow();
            return ExpectedOutcome.refusedWith("reservation_not_found", "Slot with uid=" + uid + " not found");
        }
        ExpectedHold hold = own.get();
        slotFields(request, errors);
        holdLength(request.reservationDurationMinutes(), errors);
        if (!errors.isEmpty()) {
            return of(invalid(errors), own);
        }
        Optional<Instant> start = request.slotStart().isAbsent()
                ? Optional.of(hold.start)
                : request.slotStart().value();
        Optional<Instant> end = end(start, request.slotDurationMinutes(), own);
        Optional<ExpectedOutcome> no =
                holdingRows(request, !request.reservationDurationMinutes().isAbsent(), start, end, own);
        if (no.isPresent()) {
            return of(no.get(), own);
        }
        Duration time = time(request.reservationDurationMinutes());
        Instant latest = hold.createdAt.plus(longest());
        if (now.plus(time).isAfter(latest)) {
            return of(heldTooLong(latest), own);
        }
        Optional<Long> mostExtensions = isCalendar()
                ? Optional.empty()
                : defined()
                        .flatMap(ExpectedEventType::mostExtensions)
                        .or(() -> settings.mostExtensions().map(Integer::longValue));
        boolean enough = mostExtensions.filter(most -> hold.revision > most).isPresent();
        if (enough && now.plus(time).isAfter(hold.until)) {
            return of(heldTooLong(hold.until), own);
        }
        return hold(hold, start, end, time, request);
    }

    @Override
    public ExpectedOutcome release(ReleaseReservation request) {
        Optional<ExpectedHold> own = mine(request.reservationUid());
        Optional<ExpectedOutcome> earlier = own.flatMap(hold -> recalled(hold, request));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var errors = new ExpectedErrors();
        name("reservation_uid", request.reservationUid(), errors);
        if (!errors.isEmpty()) {
            return invalid(errors);
        }
        return own.map(hold -> {
                    Map<String, Object> last = closeByRequest(hold, "released", Optional.empty());
                    return ExpectedOutcome.accepted().showing(hold.revision, last);
                })
                .orElseGet(ExpectedOutcome::accepted);
    }

    private Map<String, Object> closeByRequest(ExpectedHold hold, String status, Optional<String> booking) {
        return close(hold, status, booking, now, envelope.type(), requestId());
    }

    // The table of reserve_slot

    private static void name(String path, FieldValue<String> uid, ExpectedErrors errors) {
        if (uid.isAbsent()) {
            errors.add(path, "required");
        } else if (!uid.is(ExpectedTexts::isId)) {
            errors.add(path, "invalid_format");
        }
    }

    private static ExpectedOutcome invalid(ExpectedErrors errors) {
        return ExpectedOutcome.refused("invalid_request", Optional.of("Bad Request Exception"), errors);
    }

    private static void slotFields(OfSlot request, ExpectedErrors errors) {
        FieldValue<Instant> start = request.slotStart();
        if (start.isMalformed() && !start.isMalformed(Fault.NO_SUCH_DATE)) {
            errors.add("slot_start", "invalid_format");
        }
        EventTypeRules.number("slot_duration_minutes", request.slotDurationMinutes(), MOST_SLOT_MINUTES, errors);
    }

    private void holdLength(FieldValue<Long> minutes, ExpectedErrors errors) {
        Duration most = isCalendar() ? CALENDAR_MAX : settings.maxHold();
        EventTypeRules.number("reservation_duration_minutes", minutes, most.toMinutes(), errors);
    }

    private Optional<Instant> end(Optional<Instant> start, FieldValue<Long> minutes, Optional<ExpectedHold> own) {
        if (!minutes.isAbsent() && !minutes.is(it -> it > 0 && it <= MOST_SLOT_MINUTES)) {
            return Optional.empty();
        }
        Optional<Duration> length = minutes.value()
                .map(Duration::ofMinutes)
                .or(() -> defined().map(type -> Duration.ofMinutes(type.length())))
                .or(() -> own.map(hold -> Duration.between(hold.start, hold.end)));
        return start.flatMap(from -> length.map(from::plus));
    }

    /** Rows 2 to 11. */
    private Optional<ExpectedOutcome> holdingRows(
            OfSlot request,
            boolean custom,
            Optional<Instant> start,
            Optional<Instant> end,
            Optional<ExpectedHold> own) {
        if (custom && isAskedBy("anonymous")) {
            return Optional.of(ExpectedOutcome.refusedWith(
                    "authentication_required",
                    "reservationDuration can only be used for authenticated requests - use access token, api key or"
                            + " OAuth credentials"));
        }
        if (!isCalendar() && defined().isEmpty()) {
            return Optional.of(eventTypeNotFound());
        }
        if (custom && envelope.requestedBy().isPresent() && !isEntitled(defined())) {
            return Optional.of(notEntitled());
        }
        return lengthRows(request)
                .or(() -> pastRow(start.orElseThrow()))
                .or(() -> conflictRows(start.orElseThrow(), end.orElseThrow(), own))
                .or(() -> fullDocument(start.orElseThrow(), end.orElseThrow(), own));
    }

    private ExpectedOutcome eventTypeNotFound() {
        return ExpectedOutcome.refusedWith("event_type_not_found", "Event Type with ID=" + facts.key + " not found");
    }

    private static ExpectedOutcome notEntitled() {
        return ExpectedOutcome.refusedWith(
                "not_entitled",
                "authenticated user is not owner of event type, does not have memberships in common with owner of the"
                        + " event type, nor does belong to event type's team or org.");
    }

    private boolean isEntitled(Optional<ExpectedEventType> type) {
        return type.filter(it -> it.owner().filter(this::isAskedBy).isPresent()
                        || it.members().stream().anyMatch(this::isAskedBy))
                .isPresent();
    }

    /** Rows 5 to 7. */
    private Optional<ExpectedOutcome> lengthRows(OfSlot request) {
        if (request.slotStart().isMalformed(Fault.NO_SUCH_DATE)) {
            return Optional.of(ExpectedOutcome.refusedWith("invalid_request", "Invalid start date"));
        }
        Optional<Long> minutes = request.slotDurationMinutes().value();
        if (minutes.isEmpty() || isCalendar()) {
            return Optional.empty();
        }
        List<Long> lengths = defined().orElseThrow().lengths();
        if (lengths.isEmpty()) {
            return Optional.of(ExpectedOutcome.refusedWith(
                    "slot_duration_not_allowed",
                    "You passed 'slotDuration' but this event type is not a variable length event type."));
        }
        if (!lengths.contains(minutes.get())) {
            return Optional.of(ExpectedOutcome.refusedWith(
                    "slot_duration_not_allowed",
                    "Provided 'slotDuration' is not one of the possible lengths for the event type. The possible"
                            + " lengths for this variable length event type are: "
                            + lengths.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        return Optional.empty();
    }

    private Optional<ExpectedOutcome> pastRow(Instant start) {
        return position.isDue(start)
                ? Optional.of(ExpectedOutcome.refusedWith("slot_in_the_past", "Can't reserve a slot in the past."))
                : Optional.empty();
    }

    /** Rows 9 to 11. */
    private Optional<ExpectedOutcome> conflictRows(Instant start, Instant end, Optional<ExpectedHold> own) {
        ExpectedOutcome booked =
                ExpectedOutcome.refusedWith("already_booked", "Can't reserve a slot if the event is already booked.");
        ExpectedOutcome reserved = ExpectedOutcome.refusedWith(
                "already_reserved",
                "This time slot is already reserved by another user. Please choose a different time.");
        List<ExpectedHold> holds = holdsInTheWay(start, end, own);
        reserved = reserved.until(holds.stream().map(hold -> hold.until).max(Comparator.naturalOrder()));
        List<ExpectedBooking> bookings = blockingBookings()
                .filter(it -> inTheWay(it.start(), it.end(), start, end))
                .toList();
        Optional<Long> seats = isCalendar() ? Optional.empty() : defined().flatMap(ExpectedEventType::seats);
        if (seats.isEmpty()) {
            return !bookings.isEmpty()
                    ? Optional.of(booked)
                    : Optional.of(reserved).filter(it -> !holds.isEmpty());
        }
        long attendees = attendees(start, end);
        if (attendees >= seats.get()) {
            return Optional.of(ExpectedOutcome.refusedWith(
                    "no_seats_left",
                    "Booking with id=" + facts.key + " at " + ExpectedFields.millis(start)
                            + " has no more seats left."));
        }
        if (bookings.stream()
                .anyMatch(it -> !it.start().equals(start) || !it.end().equals(end))) {
            return Optional.of(booked);
        }
        boolean otherBounds = holds.stream().anyMatch(it -> !it.start.equals(start) || !it.end.equals(end));
        return Optional.of(reserved).filter(it -> otherBounds || attendees + holds.size() >= seats.get());
    }

    private List<ExpectedHold> holdsInTheWay(Instant start, Instant end, Optional<ExpectedHold> own) {
        return otherHolds(own)
                .filter(hold -> inTheWay(hold.start, hold.end, start, end))
                .toList();
    }

    /** Of two windows, the earlier keeps its buffer after it free, and the later its own before it; both at once will do. */
    private boolean inTheWay(Instant start, Instant end, Instant otherStart, Instant otherEnd) {
        if (overlap(start, end, otherStart, otherEnd)) {
            return true;
        }
        long between = start.isBefore(otherStart)
                ? Duration.between(end, otherStart).toMillis()
                : Duration.between(otherEnd, start).toMillis();
        return between
                < 60_000 * Math.max(buffer(ExpectedEventType::bufferBefore), buffer(ExpectedEventType::bufferAfter));
    }

    private long buffer(Function<ExpectedEventType, Long> which) {
        return isCalendar() ? 0 : facts.type.map(which).orElse(0L);
    }

    private List<ExpectedHold> holdsIn(Instant start, Instant end, Optional<ExpectedHold> own) {
        return otherHolds(own)
                .filter(hold -> overlap(hold.start, hold.end, start, end))
                .toList();
    }

    private Stream<ExpectedHold> otherHolds(Optional<ExpectedHold> own) {
        return facts.holds.stream()
                .filter(hold -> hold.isLive(now))
                .filter(hold -> own.filter(it -> it == hold).isEmpty());
    }

    private Stream<ExpectedBooking> blockingBookings() {
        return facts.bookings.stream().filter(booking -> booking.blocks() && !position.isDue(forgottenAt(booking)));
    }

    private List<ExpectedBooking> bookingsIn(Instant start, Instant end) {
        return blockingBookings()
                .filter(booking -> overlap(booking.start(), booking.end(), start, end))
                .toList();
    }

    private long attendees(Instant start, Instant end) {
        return bookingsIn(start, end).stream()
                .filter(booking ->
                        booking.start().equals(start) && booking.end().equals(end))
                .mapToLong(ExpectedBooking::attendees)
                .sum();
    }

    private Optional<ExpectedOutcome> fullDocument(Instant start, Instant end, Optional<ExpectedHold> own) {
        for (long part = part(start); part <= lastPart(end); part++) {
            Instant from = Instant.ofEpochSecond(part * PART_SECONDS);
            Instant to = from.plusSeconds(PART_SECONDS);
            long bookings = bookingsIn(from, to).stream()
                    .filter(booking -> !booking.isLong())
                    .count();
            if (holdsIn(from, to, own).size() + bookings >= MOST_LIVE) {
                return Optional.of(tooMany());
            }
        }
        return own.isEmpty() && inPartition() >= settings.mostInPartition() ? Optional.of(tooMany()) : Optional.empty();
    }

    private static ExpectedOutcome tooMany() {
        return ExpectedOutcome.refused(ExpectedErrors.BASE, "too_many_holds");
    }

    private long inPartition() {
        return eventTypes.values().stream()
                .mapToLong(it -> it.holds.size()
                        + it.bookings.stream().filter(ExpectedBooking::blocks).count())
                .sum();
    }

    // Bookings

    /** The end of its retention emits nothing. */
    private Optional<ExpectedBooking> booked(FieldValue<String> uid) {
        facts.bookings.removeIf(booking -> uid.is(booking.uid()::equals) && position.isDue(forgottenAt(booking)));
        return facts.bookings.stream()
                .filter(booking -> uid.is(booking.uid()::equals))
                .findFirst();
    }

    private Optional<CancelledEarly> cancelledEarly(FieldValue<String> uid) {
        facts.cancelledEarly.removeIf(early -> uid.is(early.uid()::equals) && position.isDue(forgottenAt(early)));
        return facts.cancelledEarly.stream()
                .filter(early -> uid.is(early.uid()::equals))
                .findFirst();
    }

    private Optional<Long> knownVersion(FieldValue<String> uid) {
        return booked(uid)
                .map(ExpectedBooking::version)
                .orElseGet(() -> cancelledEarly(uid).map(CancelledEarly::version));
    }

    @Override
    public ExpectedOutcome book(BookSlot request) {
        Optional<ExpectedBooking> existing = booked(request.bookingUid());
        Optional<ExpectedHold> own = mine(request.reservationUid());
        if (existing.isPresent()) {
            boolean same = existing.get().content().equals(request)
                    && !existing.get().status().equals("cancelled");
            return same
                    ? ExpectedOutcome.repeated().withBooking(existing.get().shown())
                    : ExpectedOutcome.refused(ExpectedErrors.BASE, "booking_uid_in_use");
        }
        if (cancelledEarly(request.bookingUid()).isPresent()) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "booking_uid_in_use");
        }
        Optional<ExpectedOutcome> earlier = own.flatMap(hold -> recalled(hold, request));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<ExpectedOutcome> no = bookingRows(request, own);
        if (no.isPresent()) {
            return of(no.get(), own);
        }
        Instant start = own.map(hold -> hold.start)
                .orElseGet(() -> request.slotStart().value().orElseThrow());
        Instant end = own.map(hold -> hold.end)
                .orElseGet(() -> end(Optional.of(start), request.slotDurationMinutes(), own)
                        .orElseThrow());
        String uid = request.bookingUid().value().orElseThrow();
        var booking = new ExpectedBooking(uid, start, end, "accepted", 1, Optional.empty(), request, now);
        ExpectedOutcome answer = ExpectedOutcome.accepted().withBooking(booking.shown());
        if (own.isPresent()) {
            Map<String, Object> last = closeByRequest(own.get(), "booked", Optional.of(uid));
            answer = answer.showing(own.get().revision, last);
        }
        store(booking);
        return answer;
    }

    private Optional<ExpectedOutcome> bookingRows(BookSlot request, Optional<ExpectedHold> own) {
        boolean named = !request.reservationUid().isAbsent();
        boolean lost = named && own.isEmpty() && request.slotStart().isAbsent();
        ExpectedErrors errors = bookingErrors(request, own, named, lost);
        if (!errors.isEmpty()) {
            return Optional.of(invalid(errors));
        }
        if (!isCalendar() && defined().isEmpty()) {
            return Optional.of(eventTypeNotFound());
        }
        if (mayNotBook()) {
            return Optional.of(notEntitled());
        }
        Optional<ExpectedOutcome> early = lengthRows(request);
        if (early.isPresent()) {
            return early;
        }
        if (lost) {
            return Optional.of(ExpectedOutcome.refused(ExpectedErrors.BASE, "reservation_expired"));
        }
        if (own.isPresent()) {
            return inTheWay(own.get().start, own.get().end, own);
        }
        Instant start = request.slotStart().value().orElseThrow();
        Instant end =
                end(Optional.of(start), request.slotDurationMinutes(), own).orElseThrow();
        return pastRow(start).or(() -> inTheWay(start, end, own)).or(() -> fullDocument(start, end, own));
    }

    /** Bookings of a removed type are still its owner's and members'. */
    private boolean mayNotBook() {
        boolean somebodys = facts.type
                .filter(it -> it.owner().isPresent() || !it.members().isEmpty())
                .isPresent();
        return somebodys && !isCalendar() && envelope.requestedBy().isPresent() && !isEntitled(facts.type);
    }

    private ExpectedErrors bookingErrors(BookSlot request, Optional<ExpectedHold> own, boolean named, boolean lost) {
        var errors = new ExpectedErrors();
        name("booking_uid", request.bookingUid(), errors);
        if (named) {
            name("reservation_uid", request.reservationUid(), errors);
        } else if (request.slotStart().isAbsent()) {
            errors.add("slot_start", "required");
        }
        if (own.filter(hold -> request.slotStart().is(start -> !start.equals(hold.start)))
                .isPresent()) {
            errors.add("slot_start", "invalid_format");
        }
        slotFields(request, errors);
        if (isCalendar()
                && own.isEmpty()
                && !lost
                && request.slotDurationMinutes().isAbsent()) {
            errors.add("slot_duration_minutes", "required");
        }
        boolean otherLength = own.filter(hold -> request.slotDurationMinutes()
                        .is(minutes -> minutes >= 1
                                && minutes <= MOST_SLOT_MINUTES
                                && Duration.between(hold.start, hold.end).toMinutes() != minutes))
                .isPresent();
        if (otherLength) {
            errors.add("slot_duration_minutes", "invalid_format");
        }
        return errors;
    }

    private Optional<ExpectedOutcome> inTheWay(Instant start, Instant end, Optional<ExpectedHold> own) {
        return conflictRows(start, end, own).map(no -> {
            if (!no.verdict().equals("already_reserved")) {
                return no;
            }
            long millis = holdsInTheWay(start, end, own).stream()
                    .mapToLong(hold -> Duration.between(now, hold.until).toMillis())
                    .max()
                    .orElse(0);
            return ExpectedOutcome.refusedWith(
                            "reserved_by_another",
                            "Someone else reserved this booking time slot before you. This time slot will be freed up in "
                                    + (millis + 999) / 1_000 + " seconds.")
                    .until(no.availableAt());
        });
    }

    private void store(ExpectedBooking booking) {
        facts.bookings.removeIf(it -> it.uid().equals(booking.uid()));
        facts.cancelledEarly.removeIf(it -> it.uid().equals(booking.uid()));
        if (!position.isDue(forgottenAt(booking))) {
            facts.bookings.add(booking);
        }
    }

    @Override
    public ExpectedOutcome record(RecordBooking fact) {
        Optional<ExpectedBooking> existing = booked(fact.bookingUid());
        Optional<Long> known = knownVersion(fact.bookingUid());
        if (isOld(fact.version(), known)) {
            return ExpectedOutcome.repeated();
        }
        ExpectedErrors errors = factErrors(fact);
        if (!errors.isEmpty()) {
            return invalid(errors);
        }
        if (mayNotBook()) {
            return notEntitled();
        }
        if (existing.isEmpty() && inPartition() >= settings.mostInPartition() * 3L / 2) {
            return tooMany();
        }
        var booking = new ExpectedBooking(
                fact.bookingUid().value().orElseThrow(),
                fact.start().value().orElseThrow(),
                fact.end().value().orElseThrow(),
                fact.status().value().orElseThrow(),
                fact.attendees().value().orElse(1L),
                newest(fact.version(), known),
                existing.map(ExpectedBooking::content).orElse(fact),
                now);
        store(booking);
        if (booking.blocks() && facts.bookings.contains(booking)) {
            preempt(booking);
        }
        return ExpectedOutcome.accepted();
    }

    private static ExpectedErrors factErrors(RecordBooking fact) {
        var errors = new ExpectedErrors();
        name("booking_uid", fact.bookingUid(), errors);
        if (fact.start().value().isEmpty()) {
            errors.add("start", fact.start().isAbsent() ? "required" : "invalid_format");
        }
        if (fact.end().value().isEmpty()) {
            errors.add("end", fact.end().isAbsent() ? "required" : "invalid_format");
        } else if (fact.start().is(start -> !fact.end().is(start::isBefore))) {
            errors.add("end", "invalid_time_pair");
        } else if (fact.start().is(start -> fact.end().is(start.plus(MOST_BOOKING)::isBefore))) {
            errors.add("end", "too_long");
        }
        if (fact.status().isAbsent()) {
            errors.add("status", "required");
        } else if (!fact.status()
                .is(List.of("accepted", "pending", "awaiting_host", "cancelled", "rejected")::contains)) {
            errors.add("status", "not_recognized");
        }
        EventTypeRules.number("attendees", fact.attendees(), MOST_ATTENDEES, errors);
        EventTypeRules.version(fact.version(), errors);
        return errors;
    }

    /** Takes holds away, the latest first, until none is too many. */
    private void preempt(ExpectedBooking booking) {
        List<ExpectedHold> latestFirst =
                new ArrayList<>(holdsInTheWay(booking.start(), booking.end(), Optional.empty()));
        latestFirst.sort(Comparator.<ExpectedHold, Instant>comparing(hold -> hold.createdAt)
                .thenComparing(hold -> hold.uid)
                .reversed());
        Optional<Long> seats = isCalendar() ? Optional.empty() : facts.type.flatMap(ExpectedEventType::seats);
        int closed = 0;
        for (ExpectedHold hold : latestFirst) {
            boolean shares = seats.isPresent() && hold.start.equals(booking.start()) && hold.end.equals(booking.end());
            long sharing = holdsIn(booking.start(), booking.end(), Optional.empty()).stream()
                    .filter(it -> it.start.equals(booking.start()) && it.end.equals(booking.end()))
                    .count();
            if (shares && attendees(booking.start(), booking.end()) + sharing <= seats.get()) {
                continue;
            }
            if (closed < ANNOUNCED_BY_BOOKING) {
                closeByRequest(hold, "preempted", Optional.empty());
            } else {
                hold.preemptedAt = Optional.of(now);
            }
            closed++;
        }
    }

    @Override
    public ExpectedOutcome cancel(CancelBooking fact) {
        Optional<ExpectedBooking> existing = booked(fact.bookingUid());
        if (isOld(fact.version(), knownVersion(fact.bookingUid()))) {
            return ExpectedOutcome.repeated();
        }
        var errors = new ExpectedErrors();
        name("booking_uid", fact.bookingUid(), errors);
        EventTypeRules.version(fact.version(), errors);
        if (!errors.isEmpty()) {
            return invalid(errors);
        }
        if (mayNotBook()) {
            return notEntitled();
        }
        existing.ifPresent(it -> store(new ExpectedBooking(
                it.uid(),
                it.start(),
                it.end(),
                "cancelled",
                it.attendees(),
                newest(fact.version(), it.version()),
                it.content(),
                now)));
        if (existing.isEmpty()) {
            fact.version().value().ifPresent(version -> rememberCancelled(fact.bookingUid(), version));
        }
        return ExpectedOutcome.accepted();
    }

    /** Of so many that came within four hours, the first is forgotten. */
    private void rememberCancelled(FieldValue<String> uid, long version) {
        facts.cancelledEarly.removeIf(it -> uid.is(it.uid()::equals));
        facts.cancelledEarly.add(new CancelledEarly(uid.value().orElseThrow(), version, now));
        List<CancelledEarly> together = facts.cancelledEarly.stream()
                .filter(it -> part(it.at()) == part(now))
                .sorted(Comparator.comparing(CancelledEarly::at).thenComparing(CancelledEarly::uid))
                .toList();
        if (together.size() > MOST_CANCELLED_EARLY) {
            facts.cancelledEarly.remove(together.get(0));
        }
    }

    private static boolean isOld(FieldValue<Long> version, Optional<Long> stored) {
        return stored.filter(before -> version.is(number -> number <= before)).isPresent();
    }

    private static Optional<Long> newest(FieldValue<Long> version, Optional<Long> stored) {
        return version.value().or(() -> stored);
    }

    // Event types

    @Override
    public ExpectedOutcome define(DefineEventType definition) {
        Optional<Long> stored = facts.type.flatMap(ExpectedEventType::version);
        if (isOld(definition.version(), stored)) {
            return ExpectedOutcome.repeated();
        }
        Optional<ExpectedOutcome> no = isCalendar() ? Optional.of(noEventType()) : Optional.empty();
        no = no.or(() -> wrong(EventTypeRules.errors(definition))).or(this::stranger);
        if (no.isPresent()) {
            return no.get();
        }
        facts.type = Optional.of(new ExpectedEventType(
                false,
                definition.lengthMinutes().value().orElseThrow(),
                definition.lengthsMinutes().value().orElse(List.of()).stream()
                        .map(length -> length.value().orElseThrow())
                        .toList(),
                definition.seatsPerTimeSlot().value(),
                definition.owner().value(),
                definition.members().value().orElse(List.of()).stream()
                        .map(member -> member.value().orElseThrow())
                        .toList(),
                definition.maxLiveHoldsPerParty().value(),
                definition.maxExtensions().value(),
                definition.maxHoldMinutesTotal().value(),
                definition.bufferBeforeMinutes().value().orElse(0L),
                definition.bufferAfterMinutes().value().orElse(0L),
                newest(definition.version(), stored)));
        return ExpectedOutcome.accepted();
    }

    private static ExpectedOutcome noEventType() {
        return invalid(ExpectedErrors.one("key", "invalid_format"));
    }

    private static Optional<ExpectedOutcome> wrong(ExpectedErrors errors) {
        return errors.isEmpty() ? Optional.empty() : Optional.of(invalid(errors));
    }

    private Optional<ExpectedOutcome> stranger() {
        boolean stranger = facts.type.isPresent() && envelope.requestedBy().isPresent() && !isEntitled(facts.type);
        return stranger ? Optional.of(notEntitled()) : Optional.empty();
    }

    @Override
    public ExpectedOutcome remove(RemoveEventType removal) {
        Optional<Long> stored = facts.type.flatMap(ExpectedEventType::version);
        if (isOld(removal.version(), stored)) {
            return ExpectedOutcome.repeated();
        }
        var errors = new ExpectedErrors();
        EventTypeRules.version(removal.version(), errors);
        Optional<ExpectedOutcome> no = isCalendar() ? Optional.of(noEventType()) : Optional.empty();
        no = no.or(() -> wrong(errors)).or(this::stranger);
        if (no.isPresent()) {
            return no.get();
        }
        Optional<Long> version = newest(removal.version(), stored);
        // What nobody defined is remembered as removed only where its definition may still be on the way.
        boolean early = version.isPresent() && envelope.requestedBy().isEmpty();
        if (facts.type.isPresent() || early) {
            ExpectedEventType before = facts.type.orElse(new ExpectedEventType(
                    false,
                    1,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    0,
                    version));
            facts.type = Optional.of(new ExpectedEventType(
                    true,
                    before.length(),
                    before.lengths(),
                    before.seats(),
                    before.owner(),
                    before.members(),
                    before.mostHeld(),
                    before.mostExtensions(),
                    before.mostMinutes(),
                    before.bufferBefore(),
                    before.bufferAfter(),
                    version));
        }
        return ExpectedOutcome.accepted();
    }

    // For who looks from outside

    /** What a snapshot would show of each hold that was not announced as closed, in the order of their grants. */
    public List<Map<String, Object>> held() {
        List<Map<String, Object>> all = new ArrayList<>();
        eventTypes.values().forEach(it -> it.holds.forEach(hold -> all.add(hold.shown())));
        return all;
    }

    /** The names of an event type's closed reservations that are recognised still. */
    public List<ClosedName> closed(String key) {
        return List.copyOf(eventTypes.computeIfAbsent(key, EventTypeFacts::new).closed);
    }

    /** The bookings of an event type that are kept. */
    public List<ExpectedBooking> booked(String key) {
        return List.copyOf(eventTypes.computeIfAbsent(key, EventTypeFacts::new).bookings);
    }
}
