package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Given;
import io.slotkeeper.request.Given.Fault;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
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
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reservations as the specification tells them (reservations.md, topics.md, log-time.md), written without a look at how
 * the state machine decides: flat lists, full scans, no documents, no look-ups. Of four-hour parts it knows only what
 * shows: a closed uid is recognised by requests for a part it touched, and parts give the order of announcements. It
 * leaves out the limits on one document and on one record's announcements.
 */
final class ReservationModel {

    /** A snapshot, or a tombstone with no more than the name. */
    record Told(
            String eventType,
            String uid,
            String status,
            long revision,
            Optional<Window> window,
            long minutes,
            Instant until,
            String requestedBy,
            String booking,
            Instant createdAt,
            Instant updatedAt,
            String cause,
            String causeId,
            long causeOffset) {}

    /**
     * What a request comes to.
     *
     * @param said {@code accepted}, {@code repeated} or a code
     */
    record Answer(String said, String message, OptionalLong revision, Optional<Told> reservation, String booking) {}

    /** What would end by itself. */
    record Due(Instant at, String eventType, long part, String uid) {}

    private record Remembered(RequestId id, Fingerprint content) {}

    private static final class Held {
        private String uid = "";
        private Instant start = Instant.EPOCH;
        private Instant end = Instant.EPOCH;
        private long minutes;
        private Instant until = Instant.EPOCH;
        private String requestedBy = "";
        private Fingerprint content = new Fingerprint(0, 0, 0, 0);
        private Instant createdAt = Instant.EPOCH;
        private Instant updatedAt = Instant.EPOCH;
        private long revision;
        private String cause = "";
        private String causeId = "";
        private long causeOffset;
        private List<Remembered> remembered = List.of();

        private Told told(String key, String status, String booking) {
            return new Told(
                    key,
                    uid,
                    status,
                    revision,
                    Optional.of(new Window(start, end)),
                    minutes,
                    until,
                    requestedBy,
                    booking,
                    createdAt,
                    updatedAt,
                    cause,
                    causeId,
                    causeOffset);
        }
    }

    record Closed(String uid, Instant start, Instant end, Instant closedAt) {}

    record Booked(
            String uid,
            Instant start,
            Instant end,
            String status,
            long attendees,
            OptionalLong version,
            Fingerprint content) {
        boolean blocks() {
            return List.of("accepted", "pending", "awaiting_host").contains(status);
        }
    }

    private record Type(
            boolean removed,
            long length,
            List<Long> lengths,
            Optional<Long> seats,
            Optional<String> owner,
            List<String> members,
            OptionalLong version) {}

    /** All of one event type. */
    private static final class World {
        private Optional<Type> type = Optional.empty();
        private final List<Held> holds = new ArrayList<>();
        private final List<Closed> closed = new ArrayList<>();
        private final List<Booked> bookings = new ArrayList<>();
    }

    private record No(Code code, String message) {}

    private final ReservationSettings settings;
    private final Map<String, World> worlds = new TreeMap<>();
    private final List<Told> told = new ArrayList<>();

    // Of the request that is being decided.
    private String key = "";
    private World world = new World();
    private Instant now = Instant.EPOCH;
    private RequestInfo info =
            new RequestInfo(Optional.empty(), Optional.empty(), new Fingerprint(0, 0, 0, 0), Ask.source(0));

    ReservationModel(ReservationSettings settings) {
        this.settings = settings;
    }

    /** What was told since the last time this was asked. */
    List<Told> told() {
        List<Told> since = List.copyOf(told);
        told.clear();
        return since;
    }

    List<Told> held() {
        List<Told> all = new ArrayList<>();
        worlds.forEach((name, it) -> it.holds.forEach(hold -> all.add(hold.told(name, "held", ""))));
        return all;
    }

    List<String> closedNames() {
        List<String> all = new ArrayList<>();
        worlds.forEach((name, it) -> it.closed.forEach(closed -> all.add(name + " " + closed)));
        return all;
    }

    List<String> bookedNames() {
        List<String> all = new ArrayList<>();
        worlds.forEach((name, it) -> it.bookings.forEach(booking -> all.add(name + " " + booking)));
        return all;
    }

    // Deadlines

    Optional<Due> nextDue() {
        List<Due> all = new ArrayList<>();
        worlds.forEach((name, it) -> {
            key = name;
            it.holds.forEach(hold -> all.add(due(hold)));
            it.closed.forEach(closed -> all.add(due(closed)));
            it.bookings.forEach(booking -> all.add(due(booking)));
        });
        return all.stream()
                .min(Comparator.comparing(Due::at)
                        .thenComparing(Due::eventType)
                        .thenComparing(Due::part)
                        .thenComparing(Due::uid));
    }

    private Due due(Held hold) {
        return new Due(hold.until, key, part(hold.start), hold.uid);
    }

    private Due due(Closed closed) {
        return new Due(forgottenAt(closed), key, part(closed.start()), closed.uid());
    }

    private Due due(Booked booking) {
        return new Due(forgottenAt(booking), key, part(booking.start()), booking.uid());
    }

    /** Announces the first entry that is due. */
    void happen(Instant logTime, long offset) {
        Due due = nextDue().orElseThrow();
        key = due.eventType();
        world = world(key);
        now = logTime;
        for (Held hold : List.copyOf(world.holds)) {
            if (due.equals(due(hold))) {
                expire(hold, offset);
                return;
            }
        }
        for (Closed closed : List.copyOf(world.closed)) {
            if (due.equals(due(closed))) {
                forget(closed);
                return;
            }
        }
        world.bookings.removeIf(booking ->
                booking.uid().equals(due.uid()) && forgottenAt(booking).equals(due.at()));
    }

    private Instant forgottenAt(Closed closed) {
        return closed.closedAt().plus(settings.closedRetention());
    }

    private Instant forgottenAt(Booked booking) {
        return booking.end().plus(settings.bookingRetention());
    }

    private void expire(Held hold, long offset) {
        close(hold, "expired", "", hold.until, "reservation_expired", "", offset);
    }

    private Told close(
            Held hold, String status, String booking, Instant closedAt, String cause, String causeId, long offset) {
        world.holds.remove(hold);
        hold.revision++;
        hold.updatedAt = now;
        hold.cause = cause;
        hold.causeId = causeId;
        hold.causeOffset = offset;
        Told last = hold.told(key, status, booking);
        told.add(last);
        // One marker of a name is enough where both would be recognised.
        world.closed.removeIf(it -> it.uid().equals(hold.uid) && sharePart(it.start(), it.end(), hold.start, hold.end));
        world.closed.add(new Closed(hold.uid, hold.start, hold.end, closedAt));
        return last;
    }

    private Told close(Held hold, String status, String booking, String cause) {
        return close(
                hold, status, booking, now, cause, requestId(), info.source().offset());
    }

    private void forget(Closed closed) {
        world.closed.remove(closed);
        if (world.holds.stream().noneMatch(hold -> hold.uid.equals(closed.uid()))) {
            told.add(new Told(
                    key,
                    closed.uid(),
                    "forgotten",
                    0,
                    Optional.empty(),
                    0,
                    Instant.EPOCH,
                    "",
                    "",
                    Instant.EPOCH,
                    Instant.EPOCH,
                    "",
                    "",
                    0));
        }
    }

    // Requests

    Answer ask(EventTypeKey eventType, ReservationRequest request, RequestInfo asked, Instant logTime) {
        key = eventType.value();
        world = world(key);
        now = logTime;
        info = asked;
        if (request instanceof ReserveSlot it) {
            return reserve(it);
        } else if (request instanceof UpdateReservation it) {
            return update(it);
        } else if (request instanceof ReleaseReservation it) {
            return release(it);
        } else if (request instanceof BookSlot it) {
            return book(it);
        } else if (request instanceof RecordBooking it) {
            return record(it);
        } else if (request instanceof CancelBooking it) {
            return cancel(it);
        } else if (request instanceof DefineEventType it) {
            return define(it);
        }
        return remove((RemoveEventType) request);
    }

    private World world(String name) {
        return worlds.computeIfAbsent(name, it -> new World());
    }

    private String requestId() {
        return info.requestId().map(RequestId::value).orElse("");
    }

    private String requestedBy() {
        return info.requestedBy().map(Principal::value).orElse("");
    }

    private static Answer plainly(String said) {
        return new Answer(said, "", OptionalLong.empty(), Optional.empty(), "");
    }

    private Answer shows(String said, Held hold) {
        Told shown = hold.told(key, "held", "");
        return new Answer(said, "", OptionalLong.of(hold.revision), Optional.of(shown), "");
    }

    private static Answer refused(Code code, String message, Optional<Held> own) {
        OptionalLong revision = own.map(hold -> OptionalLong.of(hold.revision)).orElse(OptionalLong.empty());
        return new Answer(code.text(), message, revision, Optional.empty(), "");
    }

    private static Answer refused(No no, Optional<Held> own) {
        return refused(no.code(), no.message(), own);
    }

    /** The live hold; one that is due is announced first, and so is the end of its retention. */
    private Optional<Held> own(Given<String> uid) {
        for (Held hold : List.copyOf(world.holds)) {
            if (uid.is(hold.uid::equals)) {
                if (hold.until.isAfter(now)) {
                    return Optional.of(hold);
                }
                expire(hold, info.source().offset());
                forgetDue(uid, hold.start, hold.end);
            }
        }
        return Optional.empty();
    }

    private void forgetDue(Given<String> uid, Instant start, Instant end) {
        for (Closed closed : List.copyOf(world.closed)) {
            if (uid.is(closed.uid()::equals)
                    && sharePart(closed.start(), closed.end(), start, end)
                    && !forgottenAt(closed).isAfter(now)) {
                forget(closed);
            }
        }
    }

    private static long part(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), 4 * 3_600);
    }

    private static boolean sharePart(Instant start, Instant end, Instant otherStart, Instant otherEnd) {
        return part(start) <= part(otherEnd.minusMillis(1)) && part(otherStart) <= part(end.minusMillis(1));
    }

    private static boolean overlap(Instant start, Instant end, Instant otherStart, Instant otherEnd) {
        return start.compareTo(otherEnd) < 0 && otherStart.compareTo(end) < 0;
    }

    private Optional<Answer> recalled(Held hold) {
        for (Remembered earlier : hold.remembered) {
            if (info.requestId().filter(earlier.id()::equals).isPresent()) {
                return Optional.of(
                        earlier.content().equals(info.fingerprint())
                                ? shows("repeated", hold)
                                : refused(
                                        Code.REQUEST_ID_REUSED,
                                        "request_id Another request with this request_id was applied already.",
                                        Optional.of(hold)));
            }
        }
        return Optional.empty();
    }

    private List<Remembered> rememberAlso(List<Remembered> before) {
        List<Remembered> all = new ArrayList<>(before);
        info.requestId().ifPresent(id -> all.add(new Remembered(id, info.fingerprint())));
        while (all.size() > 4) {
            all.remove(0);
        }
        return all;
    }

    private boolean isCalendar() {
        return key.startsWith("cal:");
    }

    private Optional<Type> defined() {
        return world.type.filter(type -> !type.removed());
    }

    private Answer reserve(ReserveSlot request) {
        Optional<Held> own = own(request.reservationUid());
        if (own.isPresent()) {
            Held hold = own.get();
            return recalled(hold)
                    .orElseGet(() -> hold.content.equals(info.fingerprint())
                            ? shows("repeated", hold)
                            : refused(
                                    Code.RESERVATION_UID_IN_USE,
                                    "Reservation uid is already in use.",
                                    Optional.of(hold)));
        }
        Optional<Instant> start = request.slotStart().value();
        Optional<Instant> end = end(start, request.slotDurationMinutes(), Optional.empty());
        if (start.isPresent() && end.isPresent()) {
            forgetDue(request.reservationUid(), start.get(), end.get());
            for (Closed closed : world.closed) {
                if (request.reservationUid().is(closed.uid()::equals)
                        && sharePart(closed.start(), closed.end(), start.get(), end.get())) {
                    return refused(Code.RESERVATION_UID_IN_USE, "Reservation uid is already in use.", Optional.empty());
                }
            }
        }
        boolean wrong = isBadName(request.reservationUid())
                || request.slotStart().isAbsent()
                || isBadStart(request.slotStart())
                || isBadSlotLength(request.slotDurationMinutes())
                || (isCalendar() && request.slotDurationMinutes().isAbsent())
                || isBadHoldLength(request.reservationDurationMinutes());
        Optional<No> no = wrong ? invalid() : holdingRows(request, start, end, own);
        if (no.isPresent()) {
            return refused(no.get(), own);
        }
        var hold = new Held();
        hold.uid = request.reservationUid().value().orElseThrow();
        hold.requestedBy = requestedBy();
        hold.content = info.fingerprint();
        hold.createdAt = now;
        world.holds.add(hold);
        return hold(hold, start, end, request.reservationDurationMinutes(), "reserve_slot");
    }

    private Answer hold(Held hold, Optional<Instant> start, Optional<Instant> end, Given<Long> minutes, String cause) {
        hold.start = start.orElseThrow();
        hold.end = end.orElseThrow();
        Duration time = minutes.value().map(Duration::ofMinutes).orElse(settings.defaultHold());
        hold.minutes = (time.toSeconds() + 59) / 60;
        hold.until = now.plus(time);
        hold.updatedAt = now;
        hold.revision++;
        hold.cause = cause;
        hold.causeId = requestId();
        hold.causeOffset = info.source().offset();
        hold.remembered = rememberAlso(hold.remembered);
        told.add(hold.told(key, "held", ""));
        return shows("accepted", hold);
    }

    private Answer update(UpdateReservation request) {
        Optional<Held> own = own(request.reservationUid());
        Optional<Answer> earlier = own.flatMap(this::recalled);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (isBadName(request.reservationUid())) {
            return refused(invalid().orElseThrow(), own);
        }
        if (own.isEmpty()) {
            String uid = request.reservationUid().value().orElse("");
            return refused(Code.RESERVATION_NOT_FOUND, "Slot with uid=" + uid + " not found", own);
        }
        Held hold = own.get();
        Optional<Instant> start = request.slotStart().isAbsent()
                ? Optional.of(hold.start)
                : request.slotStart().value();
        Optional<Instant> end = end(start, request.slotDurationMinutes(), own);
        boolean wrong = isBadStart(request.slotStart())
                || isBadSlotLength(request.slotDurationMinutes())
                || isBadHoldLength(request.reservationDurationMinutes());
        Optional<No> no = wrong ? invalid() : holdingRows(request, start, end, own);
        if (no.isPresent()) {
            return refused(no.get(), own);
        }
        Duration time = request.reservationDurationMinutes()
                .value()
                .map(Duration::ofMinutes)
                .orElse(settings.defaultHold());
        Duration total = isCalendar() ? Duration.ofDays(30) : settings.maxTotal();
        if (now.plus(time).isAfter(hold.createdAt.plus(total))) {
            return refused(Code.HELD_TOO_LONG, "The slot can't be held that long.", own);
        }
        return hold(hold, start, end, request.reservationDurationMinutes(), "update_reservation");
    }

    private Answer release(ReleaseReservation request) {
        Optional<Held> own = own(request.reservationUid());
        Optional<Answer> earlier = own.flatMap(this::recalled);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (isBadName(request.reservationUid())) {
            return refused(invalid().orElseThrow(), own);
        }
        if (own.isEmpty()) {
            return plainly("accepted");
        }
        Told last = close(own.get(), "released", "", "release_reservation");
        return new Answer("accepted", "", OptionalLong.of(last.revision()), Optional.of(last), "");
    }

    // The table of reserve_slot

    private static boolean isName(String text) {
        return text.matches("[!-~&&[^/]]{1,128}");
    }

    private static boolean isBadName(Given<String> uid) {
        return !uid.is(ReservationModel::isName);
    }

    private static boolean isBadStart(Given<Instant> start) {
        return start.isMalformed() && !start.isMalformed(Fault.NO_SUCH_DATE);
    }

    private static boolean isBadSlotLength(Given<Long> minutes) {
        return minutes.isMalformed() || minutes.is(count -> count <= 0 || count > 24 * 60);
    }

    private boolean isBadHoldLength(Given<Long> minutes) {
        long max = isCalendar() ? 30 * 24 * 60 : settings.max().toMinutes();
        return minutes.isMalformed() || minutes.is(count -> count <= 0 || count > max);
    }

    private static Optional<No> invalid() {
        return Optional.of(new No(Code.INVALID_REQUEST, "Bad Request Exception"));
    }

    private Optional<Instant> end(Optional<Instant> start, Given<Long> minutes, Optional<Held> own) {
        if (isBadSlotLength(minutes)) {
            return Optional.empty();
        }
        Optional<Duration> length = minutes.value()
                .map(Duration::ofMinutes)
                .or(() -> defined().map(type -> Duration.ofMinutes(type.length())))
                .or(() -> own.map(hold -> Duration.between(hold.start, hold.end)));
        return start.flatMap(from -> length.map(from::plus));
    }

    /** Rows 2 to 11. */
    private Optional<No> holdingRows(
            ReservationRequest.OfSlot request, Optional<Instant> start, Optional<Instant> end, Optional<Held> own) {
        boolean custom = request instanceof ReserveSlot reserve
                ? !reserve.reservationDurationMinutes().isAbsent()
                : !((UpdateReservation) request).reservationDurationMinutes().isAbsent();
        if (custom && requestedBy().equals("anonymous")) {
            return Optional.of(new No(
                    Code.AUTHENTICATION_REQUIRED,
                    "reservationDuration can only be used for authenticated requests - use access token, api key or"
                            + " OAuth credentials"));
        }
        if (!isCalendar() && defined().isEmpty()) {
            return Optional.of(notFound());
        }
        if (custom && info.requestedBy().isPresent() && !isEntitled(defined())) {
            return Optional.of(notEntitled());
        }
        return lengthRows(request)
                .or(() -> pastRow(start.orElseThrow()))
                .or(() -> conflictRows(start.orElseThrow(), end.orElseThrow(), own));
    }

    private No notFound() {
        return new No(Code.EVENT_TYPE_NOT_FOUND, "Event Type with ID=" + key + " not found");
    }

    private static No notEntitled() {
        return new No(
                Code.NOT_ENTITLED,
                "authenticated user is not owner of event type, does not have memberships in common with owner of the"
                        + " event type, nor does belong to event type's team or org.");
    }

    private boolean isEntitled(Optional<Type> type) {
        return type.filter(it -> it.owner().filter(requestedBy()::equals).isPresent()
                        || it.members().contains(requestedBy()))
                .isPresent();
    }

    /** Rows 5 to 7. */
    private Optional<No> lengthRows(ReservationRequest.OfSlot request) {
        if (request.slotStart().isMalformed(Fault.NO_SUCH_DATE)) {
            return Optional.of(new No(Code.INVALID_REQUEST, "Invalid start date"));
        }
        Optional<Long> minutes = request.slotDurationMinutes().value();
        if (minutes.isEmpty() || isCalendar()) {
            return Optional.empty();
        }
        List<Long> lengths = defined().orElseThrow().lengths();
        if (lengths.isEmpty()) {
            return Optional.of(new No(
                    Code.SLOT_DURATION_NOT_ALLOWED,
                    "You passed 'slotDuration' but this event type is not a variable length event type."));
        }
        if (!lengths.contains(minutes.get())) {
            String list = lengths.toString();
            return Optional.of(new No(
                    Code.SLOT_DURATION_NOT_ALLOWED,
                    "Provided 'slotDuration' is not one of the possible lengths for the event type. The possible"
                            + " lengths for this variable length event type are: "
                            + list.substring(1, list.length() - 1)));
        }
        return Optional.empty();
    }

    private Optional<No> pastRow(Instant start) {
        return start.isAfter(now)
                ? Optional.empty()
                : Optional.of(new No(Code.SLOT_IN_THE_PAST, "Can't reserve a slot in the past."));
    }

    /** Rows 9 to 11. */
    private Optional<No> conflictRows(Instant start, Instant end, Optional<Held> own) {
        var booked = new No(Code.ALREADY_BOOKED, "Can't reserve a slot if the event is already booked.");
        var reserved = new No(
                Code.ALREADY_RESERVED,
                "This time slot is already reserved by another user. Please choose a different time.");
        List<Held> holds = holdsIn(start, end, own);
        List<Booked> bookings = bookingsIn(start, end);
        Optional<Long> seats = isCalendar() ? Optional.empty() : defined().flatMap(Type::seats);
        if (seats.isEmpty()) {
            return !bookings.isEmpty()
                    ? Optional.of(booked)
                    : Optional.of(reserved).filter(it -> !holds.isEmpty());
        }
        long attendees = attendees(start, end);
        if (attendees >= seats.get()) {
            String at = start.toString().replaceFirst("(:\\d\\d)Z", "$1.000Z");
            return Optional.of(
                    new No(Code.NO_SEATS_LEFT, "Booking with id=" + key + " at " + at + " has no more seats left."));
        }
        for (Booked booking : bookings) {
            if (!booking.start().equals(start) || !booking.end().equals(end)) {
                return Optional.of(booked);
            }
        }
        for (Held hold : holds) {
            if (!hold.start.equals(start) || !hold.end.equals(end)) {
                return Optional.of(reserved);
            }
        }
        return Optional.of(reserved).filter(it -> attendees + holds.size() >= seats.get());
    }

    private List<Held> holdsIn(Instant start, Instant end, Optional<Held> own) {
        return world.holds.stream()
                .filter(hold -> hold.until.isAfter(now))
                .filter(hold -> own.filter(it -> it == hold).isEmpty())
                .filter(hold -> overlap(hold.start, hold.end, start, end))
                .toList();
    }

    private List<Booked> bookingsIn(Instant start, Instant end) {
        return world.bookings.stream()
                .filter(Booked::blocks)
                .filter(booking -> overlap(booking.start(), booking.end(), start, end))
                .toList();
    }

    private long attendees(Instant start, Instant end) {
        return bookingsIn(start, end).stream()
                .filter(booking ->
                        booking.start().equals(start) && booking.end().equals(end))
                .mapToLong(Booked::attendees)
                .sum();
    }

    // Bookings

    private Optional<Booked> booked(Given<String> uid) {
        world.bookings.removeIf(booking ->
                uid.is(booking.uid()::equals) && !forgottenAt(booking).isAfter(now));
        return world.bookings.stream()
                .filter(booking -> uid.is(booking.uid()::equals))
                .findFirst();
    }

    private static String describe(Booked booking) {
        return booking.uid() + " " + booking.start() + " " + booking.end();
    }

    private Answer book(BookSlot request) {
        Optional<Booked> existing = booked(request.bookingUid());
        Optional<Held> own = own(request.reservationUid());
        if (existing.isPresent()) {
            boolean same = existing.get().content().equals(info.fingerprint())
                    && !existing.get().status().equals("cancelled");
            return same
                    ? new Answer("repeated", "", OptionalLong.empty(), Optional.empty(), describe(existing.get()))
                    : refused(Code.BOOKING_UID_IN_USE, "Booking uid is already in use.", Optional.empty());
        }
        Optional<Answer> earlier = own.flatMap(this::recalled);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<No> no = bookingRows(request, own);
        if (no.isPresent()) {
            return refused(no.get(), own);
        }
        Instant start = own.map(hold -> hold.start)
                .orElseGet(() -> request.slotStart().value().orElseThrow());
        Instant end = own.map(hold -> hold.end)
                .orElseGet(() -> end(Optional.of(start), request.slotDurationMinutes(), own)
                        .orElseThrow());
        String uid = request.bookingUid().value().orElseThrow();
        var booking = new Booked(uid, start, end, "accepted", 1, OptionalLong.empty(), info.fingerprint());
        Optional<Told> last = own.map(hold -> close(hold, "booked", uid, "book_slot"));
        store(booking);
        OptionalLong revision = last.map(it -> OptionalLong.of(it.revision())).orElse(OptionalLong.empty());
        return new Answer("accepted", "", revision, last, describe(booking));
    }

    private Optional<No> bookingRows(BookSlot request, Optional<Held> own) {
        boolean named = !request.reservationUid().isAbsent();
        boolean lost = named && own.isEmpty() && request.slotStart().isAbsent();
        boolean wrong = isBadName(request.bookingUid())
                || (named && isBadName(request.reservationUid()))
                || (!named && request.slotStart().isAbsent())
                || isBadStart(request.slotStart())
                || isBadSlotLength(request.slotDurationMinutes())
                || (isCalendar()
                        && own.isEmpty()
                        && !lost
                        && request.slotDurationMinutes().isAbsent())
                || own.filter(hold -> request.slotStart().is(start -> !start.equals(hold.start)))
                        .isPresent()
                || own.filter(hold -> request.slotDurationMinutes()
                                .is(minutes -> !hold.end.equals(hold.start.plusSeconds(minutes * 60))))
                        .isPresent();
        if (wrong) {
            return invalid();
        }
        if (!isCalendar() && defined().isEmpty()) {
            return Optional.of(notFound());
        }
        Optional<No> early = lengthRows(request);
        if (early.isPresent()) {
            return early;
        }
        if (lost) {
            return Optional.of(new No(Code.RESERVATION_EXPIRED, "The reservation has expired."));
        }
        if (own.isPresent()) {
            return inTheWay(own.get().start, own.get().end, own);
        }
        Instant start = request.slotStart().value().orElseThrow();
        Instant end =
                end(Optional.of(start), request.slotDurationMinutes(), own).orElseThrow();
        return pastRow(start).or(() -> inTheWay(start, end, own));
    }

    private Optional<No> inTheWay(Instant start, Instant end, Optional<Held> own) {
        return conflictRows(start, end, own).map(no -> {
            if (no.code() != Code.ALREADY_RESERVED) {
                return no;
            }
            long millis = holdsIn(start, end, own).stream()
                    .mapToLong(hold -> Duration.between(now, hold.until).toMillis())
                    .max()
                    .orElse(0);
            return new No(
                    Code.RESERVED_BY_ANOTHER,
                    "Someone else reserved this booking time slot before you. This time slot will be freed up in "
                            + (millis + 999) / 1_000 + " seconds.");
        });
    }

    private void store(Booked booking) {
        world.bookings.removeIf(it -> it.uid().equals(booking.uid()));
        if (forgottenAt(booking).isAfter(now)) {
            world.bookings.add(booking);
        }
    }

    private Answer record(RecordBooking fact) {
        Optional<Booked> existing = booked(fact.bookingUid());
        if (isOld(fact.version(), existing.map(Booked::version))) {
            return plainly("repeated");
        }
        boolean wrong = isBadName(fact.bookingUid())
                || fact.start().value().isEmpty()
                || fact.end().value().isEmpty()
                || !fact.start()
                        .is(start -> fact.end()
                                .is(end -> end.isAfter(start)
                                        && Duration.between(start, end).compareTo(Duration.ofDays(31)) <= 0))
                || !fact.status().is(List.of("accepted", "pending", "awaiting_host", "cancelled", "rejected")::contains)
                || fact.attendees().isMalformed()
                || fact.attendees().is(count -> count < 1 || count > 1_000)
                || isBadVersion(fact.version());
        if (wrong) {
            return refused(invalid().orElseThrow(), Optional.empty());
        }
        var booking = new Booked(
                fact.bookingUid().value().orElseThrow(),
                fact.start().value().orElseThrow(),
                fact.end().value().orElseThrow(),
                fact.status().value().orElseThrow(),
                fact.attendees().value().orElse(1L),
                newest(fact.version(), existing.map(Booked::version)),
                existing.map(Booked::content).orElse(info.fingerprint()));
        store(booking);
        if (booking.blocks() && world.bookings.contains(booking)) {
            preempt(booking);
        }
        return plainly("accepted");
    }

    /** Takes holds away, the latest first, until none is too many. */
    private void preempt(Booked booking) {
        List<Held> latestFirst = new ArrayList<>(holdsIn(booking.start(), booking.end(), Optional.empty()));
        latestFirst.sort(Comparator.<Held, Instant>comparing(hold -> hold.createdAt)
                .thenComparing(hold -> hold.uid)
                .reversed());
        Optional<Long> seats = isCalendar() ? Optional.empty() : world.type.flatMap(Type::seats);
        for (Held hold : latestFirst) {
            boolean shares = seats.isPresent() && hold.start.equals(booking.start()) && hold.end.equals(booking.end());
            long sharing = holdsIn(booking.start(), booking.end(), Optional.empty()).stream()
                    .filter(it -> it.start.equals(booking.start()) && it.end.equals(booking.end()))
                    .count();
            if (!shares || attendees(booking.start(), booking.end()) + sharing > seats.orElse(0L)) {
                close(hold, "preempted", "", "record_booking");
            }
        }
    }

    private Answer cancel(CancelBooking fact) {
        Optional<Booked> existing = booked(fact.bookingUid());
        if (isOld(fact.version(), existing.map(Booked::version))) {
            return plainly("repeated");
        }
        if (isBadName(fact.bookingUid()) || isBadVersion(fact.version())) {
            return refused(invalid().orElseThrow(), Optional.empty());
        }
        existing.ifPresent(it -> store(new Booked(
                it.uid(),
                it.start(),
                it.end(),
                "cancelled",
                it.attendees(),
                newest(fact.version(), existing.map(Booked::version)),
                it.content())));
        return plainly("accepted");
    }

    // Event types

    private static boolean isBadVersion(Given<Long> version) {
        return version.isMalformed() || version.is(number -> number < 0);
    }

    private static boolean isOld(Given<Long> version, Optional<OptionalLong> stored) {
        OptionalLong before = stored.orElse(OptionalLong.empty());
        return before.isPresent() && version.is(number -> number <= before.getAsLong());
    }

    private static OptionalLong newest(Given<Long> version, Optional<OptionalLong> stored) {
        return version.value().map(OptionalLong::of).orElse(stored.orElse(OptionalLong.empty()));
    }

    /** Knows well-formed definitions only. */
    private Answer define(DefineEventType definition) {
        Optional<OptionalLong> stored = world.type.map(Type::version);
        if (isOld(definition.version(), stored)) {
            return plainly("repeated");
        }
        Optional<No> no = changeRows();
        if (no.isPresent()) {
            return refused(no.get(), Optional.empty());
        }
        world.type = Optional.of(new Type(
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
                newest(definition.version(), stored)));
        return plainly("accepted");
    }

    private Optional<No> changeRows() {
        if (isCalendar()) {
            return invalid();
        }
        boolean stranger = world.type.isPresent() && info.requestedBy().isPresent() && !isEntitled(world.type);
        return stranger ? Optional.of(notEntitled()) : Optional.empty();
    }

    private Answer remove(RemoveEventType removal) {
        Optional<OptionalLong> stored = world.type.map(Type::version);
        if (isOld(removal.version(), stored)) {
            return plainly("repeated");
        }
        Optional<No> no = isBadVersion(removal.version()) ? invalid() : changeRows();
        if (no.isPresent()) {
            return refused(no.get(), Optional.empty());
        }
        OptionalLong version = newest(removal.version(), stored);
        if (world.type.isPresent() || version.isPresent()) {
            Type before = world.type.orElse(
                    new Type(false, 1, List.of(), Optional.empty(), Optional.empty(), List.of(), version));
            world.type = Optional.of(new Type(
                    true,
                    before.length(),
                    before.lengths(),
                    before.seats(),
                    before.owner(),
                    before.members(),
                    version));
        }
        return plainly("accepted");
    }
}
