package io.slotkeeper.reservation;

import io.slotkeeper.oracle.InputRecord;
import io.slotkeeper.oracle.LogPosition;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RecordBooking;
import io.slotkeeper.reservation.ReservationRequest.ReleaseReservation;
import io.slotkeeper.reservation.ReservationRequest.RemoveEventType;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationRequest.ScheduleFields;
import io.slotkeeper.reservation.ReservationRequest.UpdateReservation;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.testing.RequestIds;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request under construction, with what stands around it: event type {@value #EVENT_TYPE}, a trusted service, no
 * request id, and the slot of {@link #SLOT}, unless said otherwise. Never changes; each method gives another one.
 */
final class ReservationRequestBuilder {

    static final String EVENT_TYPE = "1";
    static final Instant SLOT = Instant.parse("2050-09-05T10:00:00Z");

    private enum Kind {
        RESERVE("reserve_slot"),
        UPDATE("update_reservation"),
        RELEASE("release_reservation"),
        BOOK("book_slot"),
        RECORD("record_booking"),
        CANCEL("cancel_booking"),
        DEFINE("define_event_type"),
        REMOVE("remove_event_type");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    private final Kind kind;
    private String key = EVENT_TYPE;
    private Optional<RequestId> requestId = Optional.empty();
    private Optional<Principal> requestedBy = Optional.empty();
    private Optional<String> party = Optional.empty();
    private FieldValue<String> reservation = FieldValue.absent();
    private FieldValue<String> booking = FieldValue.absent();
    private FieldValue<Instant> start = FieldValue.absent();
    private FieldValue<Instant> end = FieldValue.absent();
    private FieldValue<Long> slotMinutes = FieldValue.absent();
    private FieldValue<Long> holdMinutes = FieldValue.absent();
    private FieldValue<String> status = FieldValue.absent();
    private FieldValue<Long> attendees = FieldValue.absent();
    private FieldValue<Long> version = FieldValue.absent();
    private FieldValue<String> title = FieldValue.absent();
    private FieldValue<Long> length = FieldValue.absent();
    private FieldValue<List<FieldValue<Long>>> lengths = FieldValue.absent();
    private FieldValue<Long> seats = FieldValue.absent();
    private FieldValue<String> owner = FieldValue.absent();
    private FieldValue<List<FieldValue<String>>> members = FieldValue.absent();
    private FieldValue<ScheduleFields> schedule = FieldValue.absent();
    private FieldValue<Long> mostHeld = FieldValue.absent();
    private FieldValue<Long> mostExtensions = FieldValue.absent();
    private FieldValue<Long> mostMinutes = FieldValue.absent();
    private FieldValue<Long> bufferBefore = FieldValue.absent();
    private FieldValue<Long> bufferAfter = FieldValue.absent();
    private FieldValue<Long> interval = FieldValue.absent();

    private ReservationRequestBuilder(Kind kind) {
        this.kind = kind;
    }

    static ReservationRequestBuilder reserve(String uid) {
        return new ReservationRequestBuilder(Kind.RESERVE)
                .uid(FieldValue.of(uid))
                .start(SLOT);
    }

    /** Of the same slot, for the default time. */
    static ReservationRequestBuilder update(String uid) {
        return new ReservationRequestBuilder(Kind.UPDATE).uid(FieldValue.of(uid));
    }

    static ReservationRequestBuilder release(String uid) {
        return new ReservationRequestBuilder(Kind.RELEASE).uid(FieldValue.of(uid));
    }

    /** Without a hold. */
    static ReservationRequestBuilder book(String bookingUid) {
        return new ReservationRequestBuilder(Kind.BOOK)
                .booking(FieldValue.of(bookingUid))
                .start(SLOT);
    }

    /** Of a hold, whatever its slot is. */
    static ReservationRequestBuilder book(String bookingUid, String reservationUid) {
        return new ReservationRequestBuilder(Kind.BOOK)
                .booking(FieldValue.of(bookingUid))
                .uid(FieldValue.of(reservationUid));
    }

    /** Half an hour, accepted. */
    static ReservationRequestBuilder record(String bookingUid) {
        return new ReservationRequestBuilder(Kind.RECORD)
                .booking(FieldValue.of(bookingUid))
                .start(SLOT)
                .end(SLOT.plusSeconds(1_800))
                .status("accepted");
    }

    static ReservationRequestBuilder cancel(String bookingUid) {
        return new ReservationRequestBuilder(Kind.CANCEL).booking(FieldValue.of(bookingUid));
    }

    /** Half an hour, fixed, not seated. */
    static ReservationRequestBuilder define() {
        return new ReservationRequestBuilder(Kind.DEFINE).length(FieldValue.of(30L));
    }

    static ReservationRequestBuilder remove() {
        return new ReservationRequestBuilder(Kind.REMOVE);
    }

    private ReservationRequestBuilder with(Consumer<ReservationRequestBuilder> change) {
        var copy = new ReservationRequestBuilder(kind);
        copy.key = key;
        copy.requestId = requestId;
        copy.requestedBy = requestedBy;
        copy.party = party;
        copy.reservation = reservation;
        copy.booking = booking;
        copy.start = start;
        copy.end = end;
        copy.slotMinutes = slotMinutes;
        copy.holdMinutes = holdMinutes;
        copy.status = status;
        copy.attendees = attendees;
        copy.version = version;
        copy.title = title;
        copy.length = length;
        copy.lengths = lengths;
        copy.seats = seats;
        copy.owner = owner;
        copy.members = members;
        copy.schedule = schedule;
        copy.mostHeld = mostHeld;
        copy.mostExtensions = mostExtensions;
        copy.mostMinutes = mostMinutes;
        copy.bufferBefore = bufferBefore;
        copy.bufferAfter = bufferAfter;
        copy.interval = interval;
        change.accept(copy);
        return copy;
    }

    ReservationRequestBuilder of(String eventType) {
        return with(it -> it.key = eventType);
    }

    ReservationRequestBuilder requestId(String id) {
        return with(it -> it.requestId = Optional.of(new RequestId(id)));
    }

    /** An anonymous client, which an edge tells from others by this. */
    ReservationRequestBuilder byParty(String digits) {
        return by("anonymous").with(it -> it.party = Optional.of(digits));
    }

    ReservationRequestBuilder by(String principal) {
        return with(it -> it.requestedBy = Optional.of(new Principal(principal)));
    }

    ReservationRequestBuilder uid(FieldValue<String> uid) {
        return with(it -> it.reservation = uid);
    }

    ReservationRequestBuilder booking(FieldValue<String> uid) {
        return with(it -> it.booking = uid);
    }

    ReservationRequestBuilder start(Instant instant) {
        return start(FieldValue.of(instant));
    }

    ReservationRequestBuilder start(FieldValue<Instant> instant) {
        return with(it -> it.start = instant);
    }

    /** Well-formed, on a day that no calendar has. */
    ReservationRequestBuilder startOnNoSuchDate() {
        return start(FieldValue.malformed(Fault.NO_SUCH_DATE));
    }

    ReservationRequestBuilder end(Instant instant) {
        return end(FieldValue.of(instant));
    }

    ReservationRequestBuilder end(FieldValue<Instant> instant) {
        return with(it -> it.end = instant);
    }

    /** Of a fact: the end, so many minutes after the start. */
    ReservationRequestBuilder lasting(long minutes) {
        return end(start.value().orElseThrow().plusSeconds(minutes * 60));
    }

    ReservationRequestBuilder slotMinutes(long minutes) {
        return slotMinutes(FieldValue.of(minutes));
    }

    ReservationRequestBuilder slotMinutes(FieldValue<Long> minutes) {
        return with(it -> it.slotMinutes = minutes);
    }

    ReservationRequestBuilder heldFor(long minutes) {
        return heldFor(FieldValue.of(minutes));
    }

    ReservationRequestBuilder heldFor(FieldValue<Long> minutes) {
        return with(it -> it.holdMinutes = minutes);
    }

    ReservationRequestBuilder status(String text) {
        return status(FieldValue.of(text));
    }

    ReservationRequestBuilder status(FieldValue<String> text) {
        return with(it -> it.status = text);
    }

    ReservationRequestBuilder attendees(long count) {
        return attendees(FieldValue.of(count));
    }

    ReservationRequestBuilder attendees(FieldValue<Long> count) {
        return with(it -> it.attendees = count);
    }

    ReservationRequestBuilder version(long number) {
        return version(FieldValue.of(number));
    }

    ReservationRequestBuilder version(FieldValue<Long> number) {
        return with(it -> it.version = number);
    }

    ReservationRequestBuilder title(FieldValue<String> text) {
        return with(it -> it.title = text);
    }

    ReservationRequestBuilder length(FieldValue<Long> minutes) {
        return with(it -> it.length = minutes);
    }

    ReservationRequestBuilder lengths(Long... minutes) {
        return lengths(FieldValue.of(Arrays.stream(minutes).map(FieldValue::of).toList()));
    }

    ReservationRequestBuilder lengths(FieldValue<List<FieldValue<Long>>> minutes) {
        return with(it -> it.lengths = minutes);
    }

    ReservationRequestBuilder seats(long count) {
        return seats(FieldValue.of(count));
    }

    ReservationRequestBuilder seats(FieldValue<Long> count) {
        return with(it -> it.seats = count);
    }

    ReservationRequestBuilder owner(String principal) {
        return owner(FieldValue.of(principal));
    }

    ReservationRequestBuilder owner(FieldValue<String> principal) {
        return with(it -> it.owner = principal);
    }

    ReservationRequestBuilder members(String... principals) {
        return members(
                FieldValue.of(Arrays.stream(principals).map(FieldValue::of).toList()));
    }

    ReservationRequestBuilder members(FieldValue<List<FieldValue<String>>> principals) {
        return with(it -> it.members = principals);
    }

    ReservationRequestBuilder schedule(FieldValue<ScheduleFields> draft) {
        return with(it -> it.schedule = draft);
    }

    ReservationRequestBuilder caps(FieldValue<Long> held, FieldValue<Long> extensions, FieldValue<Long> minutes) {
        return with(it -> {
            it.mostHeld = held;
            it.mostExtensions = extensions;
            it.mostMinutes = minutes;
        });
    }

    ReservationRequestBuilder buffers(FieldValue<Long> before, FieldValue<Long> after, FieldValue<Long> every) {
        return with(it -> {
            it.bufferBefore = before;
            it.bufferAfter = after;
            it.interval = every;
        });
    }

    EventTypeKey key() {
        return new EventTypeKey(key);
    }

    ReservationRequest request() {
        return switch (kind) {
            case RESERVE -> new ReserveSlot(reservation, start, slotMinutes, holdMinutes);
            case UPDATE -> new UpdateReservation(reservation, start, slotMinutes, holdMinutes);
            case RELEASE -> new ReleaseReservation(reservation);
            case BOOK -> new BookSlot(booking, reservation, start, slotMinutes);
            case RECORD -> new RecordBooking(booking, start, end, status, attendees, version);
            case CANCEL -> new CancelBooking(booking, version);
            case DEFINE ->
                new DefineEventType(
                        title,
                        length,
                        lengths,
                        seats,
                        owner,
                        members,
                        schedule,
                        mostHeld,
                        mostExtensions,
                        mostMinutes,
                        bufferBefore,
                        bufferAfter,
                        interval,
                        version);
            case REMOVE -> new RemoveEventType(version);
        };
    }

    /** Equal content has an equal fingerprint: a record's text says all of it. */
    RequestInfo info(long offset) {
        return new RequestInfo(requestId, requestedBy, party, RequestIds.fingerprint(request()), source(offset));
    }

    /** As the oracle is told of it. */
    InputRecord.InputValue seen() {
        return new InputRecord.ReservationInput(
                new InputRecord.Envelope(kind.type, requestId, requestedBy, party, false, false, List.of()), request());
    }

    /** Where the oracle is told that it stands. */
    static LogPosition moment(Instant now, long offset) {
        return new LogPosition(now, source(offset).topic(), source(offset).partition(), offset);
    }

    static Source source(long offset) {
        return new Source("reservation-requests", 3, offset);
    }

    @Override
    public String toString() {
        return key
                + requestId.map(id -> " (" + id.value() + ")").orElse("")
                + requestedBy.map(who -> " by " + who.value()).orElse("")
                + " "
                + request().toString().replace("Present[content=", "[").replace("Absent[]", "-");
    }
}
