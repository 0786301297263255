package io.slotkeeper.availability;

import io.slotkeeper.edge.reservations.SlotsAnswer;
import io.slotkeeper.edge.reservations.SlotsParameters;
import io.slotkeeper.edge.reservations.SlotsParameters.Parsed;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.SlotRules;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.calendar.ReservationStore;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Asks for the slots of an event type: 60 minutes each, no rules in a schedule of UTC, nothing taken, Monday 2050-09-05,
 * in 2025, unless said otherwise.
 */
public final class SlotsEnquiry {

    static final EventTypeKey EVENT_TYPE = new EventTypeKey("1");

    private static final Fingerprint FINGERPRINT = new Fingerprint(1, 2, 3, 4);
    private static final Cause CAUSE =
            new Cause(CauseType.RESERVE_SLOT, Optional.empty(), new Source("reservation-requests", 0, 0));
    private static final ReservationMachine MACHINE = new ReservationMachine(ReservationSettings.DEFAULT);
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("HH:mmxxx", Locale.ROOT);

    private final Map<String, List<String>> parameters = new LinkedHashMap<>();
    private final List<Schedule.OpeningRule> rules = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();
    private final List<Booking> bookings = new ArrayList<>();
    private Optional<String> scheduleZone = Optional.of("UTC");
    private Duration length = Duration.ofMinutes(60);
    private List<Duration> lengths = List.of();
    private OptionalInt seats = OptionalInt.empty();
    private SlotRules rulesOfSlots = SlotRules.NONE;
    private Instant now = Instant.parse("2025-01-01T00:00:00Z");

    public SlotsEnquiry() {
        parameter("eventTypeId", EVENT_TYPE.value()).range("2050-09-05", "2050-09-05");
    }

    public SlotsEnquiry parameter(String name, String value) {
        parameters.put(name, List.of(value));
        return this;
    }

    public SlotsEnquiry range(String start, String end) {
        return parameter("start", start).parameter("end", end);
    }

    public SlotsEnquiry zone(String zone) {
        scheduleZone = Optional.of(zone);
        return this;
    }

    SlotsEnquiry withoutSchedule() {
        scheduleZone = Optional.empty();
        return this;
    }

    /** On all days, unless some are named. */
    public SlotsEnquiry open(String start, String end, DayOfWeek... days) {
        return open(
                minute(start),
                minute(end),
                days.length == 0 ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(Arrays.asList(days)));
    }

    public SlotsEnquiry open(int start, int end, Set<DayOfWeek> days) {
        rules.add(new Schedule.OpeningRule(days, start, end));
        return this;
    }

    private static int minute(String time) {
        return time.equals("24:00") ? 24 * 60 : LocalTime.parse(time).toSecondOfDay() / 60;
    }

    public SlotsEnquiry length(int minutes) {
        length = Duration.ofMinutes(minutes);
        return this;
    }

    SlotsEnquiry lengths(int... minutes) {
        lengths = Arrays.stream(minutes).mapToObj(Duration::ofMinutes).toList();
        return this;
    }

    public SlotsEnquiry seats(int count) {
        seats = OptionalInt.of(count);
        return this;
    }

    /** @param every 0: as long as a slot is */
    SlotsEnquiry apart(int before, int after, int every) {
        rulesOfSlots = new SlotRules(
                Duration.ofMinutes(before),
                Duration.ofMinutes(after),
                every == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(every)));
        return this;
    }

    public SlotsEnquiry now(String instant) {
        return now(Instant.parse(instant));
    }

    public SlotsEnquiry now(Instant instant) {
        now = instant;
        return this;
    }

    public SlotsEnquiry held(String start, String end) {
        return held(window(start, end), now.plusMillis(1));
    }

    SlotsEnquiry heldUntil(Instant until, String start, String end) {
        return held(window(start, end), until);
    }

    public SlotsEnquiry held(Window window, Instant until) {
        holds.add(hold("h" + holds.size(), window, until, Optional.empty()));
        return this;
    }

    SlotsEnquiry preempted(String start, String end) {
        holds.add(hold("h" + holds.size(), window(start, end), now.plusMillis(1), Optional.of(now)));
        return this;
    }

    static Hold hold(String uid, Window window, Instant until, Optional<Instant> preemptedAt) {
        return new Hold(
                new ReservationUid(uid),
                window,
                Duration.ofMinutes(5),
                until,
                Optional.empty(),
                FINGERPRINT,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                CAUSE,
                RememberedRequests.NONE,
                preemptedAt,
                Optional.empty());
    }

    SlotsEnquiry booked(String start, String end) {
        return booked(window(start, end), BookingStatus.ACCEPTED, 1);
    }

    SlotsEnquiry booked(String start, String end, BookingStatus status, int attendees) {
        return booked(window(start, end), status, attendees);
    }

    SlotsEnquiry booked(Window window, BookingStatus status, int attendees) {
        bookings.add(new Booking(
                new BookingUid("b" + bookings.size()),
                window,
                status,
                attendees,
                OptionalLong.empty(),
                FINGERPRINT,
                Instant.EPOCH));
        return this;
    }

    private static Window window(String start, String end) {
        return new Window(Instant.parse(start), Instant.parse(end));
    }

    SlotsQuery query() {
        return SlotsParameters.parse(parameters) instanceof Parsed.Valid valid ? valid.query() : wrong();
    }

    private SlotsQuery wrong() {
        throw new AssertionError("Expected a query, but " + SlotsParameters.parse(parameters));
    }

    EventType type() {
        return new EventType(
                Optional.empty(),
                length,
                lengths,
                seats,
                Optional.empty(),
                List.of(),
                scheduleZone.map(zone -> new Schedule(zone, rules)),
                HoldCaps.NONE,
                rulesOfSlots,
                OptionalLong.empty(),
                false);
    }

    public Instant now() {
        return now;
    }

    List<Hold> holds() {
        return holds;
    }

    List<Booking> bookings() {
        return bookings;
    }

    OfferedSlots asked() {
        return new OfferedSlots(type(), query());
    }

    /** From the documents that the answer depends on, and no others. */
    List<OfferedSlot> offered() {
        Map<DocumentKey, CalendarDocument> stored = stored();
        List<CalendarDocument> touched = inReach(asked().reach())
                .map(stored::get)
                .filter(Objects::nonNull)
                .toList();
        return asked().at(now, touched);
    }

    /** The parts in which something that overlaps the window may be stored. */
    private static Stream<DocumentKey> inReach(Window window) {
        return Stream.of(PartSpan.narrow(window), PartSpan.wide(window))
                .flatMap(span -> IntStream.rangeClosed(span.first(), span.last())
                        .mapToObj(index -> new DocumentKey(EVENT_TYPE, span.number(index))));
    }

    /** An entry stands in each document that it touches. */
    private Map<DocumentKey, CalendarDocument> stored() {
        Map<DocumentKey, CalendarDocument> stored = new TreeMap<>();
        for (Hold hold : holds) {
            put(stored, hold.window(), new CalendarDocument(List.of(hold), List.of(), List.of(), List.of()));
        }
        for (Booking booking : bookings) {
            put(stored, booking.window(), new CalendarDocument(List.of(), List.of(booking), List.of(), List.of()));
        }
        return stored;
    }

    private static void put(Map<DocumentKey, CalendarDocument> stored, Window window, CalendarDocument entry) {
        DocumentKey.touchedBy(EVENT_TYPE, window).forEach(key -> stored.merge(key, entry, SlotsEnquiry::joined));
    }

    private static CalendarDocument joined(CalendarDocument one, CalendarDocument other) {
        return new CalendarDocument(
                joined(one.holds(), other.holds()), joined(one.bookings(), other.bookings()), List.of(), List.of());
    }

    private static <T> List<T> joined(Collection<T> one, Collection<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /** Why a slot of the event type can be had at a time, or not, by the code that decides it. */
    SlotExplanation explained(Instant start) {
        var request =
                new ReserveSlot(FieldValue.of("asked"), FieldValue.of(start), FieldValue.absent(), FieldValue.absent());
        var info = new RequestInfo(Optional.empty(), Optional.empty(), Optional.empty(), FINGERPRINT, CAUSE.source());
        return SlotExplanation.of(EVENT_TYPE, request, MACHINE.explain(store(), EVENT_TYPE, request, info, now));
    }

    private ReservationStore store() {
        var store = new ReservationStore(
                KeyValueTable.inMemory(),
                KeyValueTable.inMemory(),
                KeyValueTable.inMemory(),
                OverflowInMemory::new,
                MACHINE);
        var changes = new ReservationChanges(store);
        changes.define(EVENT_TYPE, type());
        holds.forEach(hold -> changes.hold(EVENT_TYPE, hold));
        bookings.forEach(booking -> changes.book(EVENT_TYPE, booking));
        store.encode(changes).write();
        return store;
    }

    /** When the slots start, by the clocks of the schedule's time zone. */
    List<String> starts() {
        ZoneId zone = ZoneId.of(scheduleZone.orElseThrow());
        return offered().stream()
                .map(slot -> WALL_CLOCK.format(slot.window().start().atZone(zone)))
                .toList();
    }

    /** The answer as it is sent. */
    public String json() {
        return SlotsAnswer.of(query(), offered()).compact();
    }
}
