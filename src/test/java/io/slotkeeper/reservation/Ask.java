package io.slotkeeper.reservation;

import io.slotkeeper.oracle.Moment;
import io.slotkeeper.oracle.Seen;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Given;
import io.slotkeeper.request.Given.Fault;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RecordBooking;
import io.slotkeeper.reservation.ReservationRequest.ReleaseReservation;
import io.slotkeeper.reservation.ReservationRequest.RemoveEventType;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationRequest.ScheduleDraft;
import io.slotkeeper.reservation.ReservationRequest.UpdateReservation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request under construction, with what stands around it: event type {@value #EVENT_TYPE}, a trusted service, no
 * request id, and the slot of {@link #SLOT}, unless said otherwise. Never changes; each method gives another one.
 */
final class Ask {

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
    private Given<String> reservation = Given.absent();
    private Given<String> booking = Given.absent();
    private Given<Instant> start = Given.absent();
    private Given<Instant> end = Given.absent();
    private Given<Long> slotMinutes = Given.absent();
    private Given<Long> holdMinutes = Given.absent();
    private Given<String> status = Given.absent();
    private Given<Long> attendees = Given.absent();
    private Given<Long> version = Given.absent();
    private Given<String> title = Given.absent();
    private Given<Long> length = Given.absent();
    private Given<List<Given<Long>>> lengths = Given.absent();
    private Given<Long> seats = Given.absent();
    private Given<String> owner = Given.absent();
    private Given<List<Given<String>>> members = Given.absent();
    private Given<ScheduleDraft> schedule = Given.absent();

    private Ask(Kind kind) {
        this.kind = kind;
    }

    static Ask reserve(String uid) {
        return new Ask(Kind.RESERVE).uid(Given.of(uid)).start(SLOT);
    }

    /** Of the same slot, for the default time. */
    static Ask update(String uid) {
        return new Ask(Kind.UPDATE).uid(Given.of(uid));
    }

    static Ask release(String uid) {
        return new Ask(Kind.RELEASE).uid(Given.of(uid));
    }

    /** Without a hold. */
    static Ask book(String bookingUid) {
        return new Ask(Kind.BOOK).booking(Given.of(bookingUid)).start(SLOT);
    }

    /** Of a hold, whatever its slot is. */
    static Ask book(String bookingUid, String reservationUid) {
        return new Ask(Kind.BOOK).booking(Given.of(bookingUid)).uid(Given.of(reservationUid));
    }

    /** Half an hour, accepted. */
    static Ask record(String bookingUid) {
        return new Ask(Kind.RECORD)
                .booking(Given.of(bookingUid))
                .start(SLOT)
                .end(SLOT.plusSeconds(1_800))
                .status("accepted");
    }

    static Ask cancel(String bookingUid) {
        return new Ask(Kind.CANCEL).booking(Given.of(bookingUid));
    }

    /** Half an hour, fixed, not seated. */
    static Ask define() {
        return new Ask(Kind.DEFINE).length(Given.of(30L));
    }

    static Ask remove() {
        return new Ask(Kind.REMOVE);
    }

    private Ask with(Consumer<Ask> change) {
        var copy = new Ask(kind);
        copy.key = key;
        copy.requestId = requestId;
        copy.requestedBy = requestedBy;
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
        change.accept(copy);
        return copy;
    }

    Ask of(String eventType) {
        return with(it -> it.key = eventType);
    }

    Ask requestId(String id) {
        return with(it -> it.requestId = Optional.of(new RequestId(id)));
    }

    Ask by(String principal) {
        return with(it -> it.requestedBy = Optional.of(new Principal(principal)));
    }

    Ask uid(Given<String> uid) {
        return with(it -> it.reservation = uid);
    }

    Ask booking(Given<String> uid) {
        return with(it -> it.booking = uid);
    }

    Ask start(Instant instant) {
        return start(Given.of(instant));
    }

    Ask start(Given<Instant> instant) {
        return with(it -> it.start = instant);
    }

    /** Well-formed, on a day that no calendar has. */
    Ask startOnNoSuchDate() {
        return start(Given.malformed(Fault.NO_SUCH_DATE));
    }

    Ask end(Instant instant) {
        return end(Given.of(instant));
    }

    Ask end(Given<Instant> instant) {
        return with(it -> it.end = instant);
    }

    /** Of a fact: the end, so many minutes after the start. */
    Ask lasting(long minutes) {
        return end(start.value().orElseThrow().plusSeconds(minutes * 60));
    }

    Ask slotMinutes(long minutes) {
        return slotMinutes(Given.of(minutes));
    }

    Ask slotMinutes(Given<Long> minutes) {
        return with(it -> it.slotMinutes = minutes);
    }

    Ask heldFor(long minutes) {
        return heldFor(Given.of(minutes));
    }

    Ask heldFor(Given<Long> minutes) {
        return with(it -> it.holdMinutes = minutes);
    }

    Ask status(String text) {
        return status(Given.of(text));
    }

    Ask status(Given<String> text) {
        return with(it -> it.status = text);
    }

    Ask attendees(long count) {
        return attendees(Given.of(count));
    }

    Ask attendees(Given<Long> count) {
        return with(it -> it.attendees = count);
    }

    Ask version(long number) {
        return version(Given.of(number));
    }

    Ask version(Given<Long> number) {
        return with(it -> it.version = number);
    }

    Ask title(Given<String> text) {
        return with(it -> it.title = text);
    }

    Ask length(Given<Long> minutes) {
        return with(it -> it.length = minutes);
    }

    Ask lengths(Long... minutes) {
        return lengths(Given.of(Arrays.stream(minutes).map(Given::of).toList()));
    }

    Ask lengths(Given<List<Given<Long>>> minutes) {
        return with(it -> it.lengths = minutes);
    }

    Ask seats(long count) {
        return seats(Given.of(count));
    }

    Ask seats(Given<Long> count) {
        return with(it -> it.seats = count);
    }

    Ask owner(String principal) {
        return owner(Given.of(principal));
    }

    Ask owner(Given<String> principal) {
        return with(it -> it.owner = principal);
    }

    Ask members(String... principals) {
        return members(Given.of(Arrays.stream(principals).map(Given::of).toList()));
    }

    Ask members(Given<List<Given<String>>> principals) {
        return with(it -> it.members = principals);
    }

    Ask schedule(Given<ScheduleDraft> draft) {
        return with(it -> it.schedule = draft);
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
            case DEFINE -> new DefineEventType(title, length, lengths, seats, owner, members, schedule, version);
            case REMOVE -> new RemoveEventType(version);
        };
    }

    /** Equal content has an equal fingerprint: a record's text says all of it. */
    RequestInfo info(long offset) {
        return new RequestInfo(requestId, requestedBy, fingerprint(request().toString()), source(offset));
    }

    /** As the oracle is told of it. */
    Seen.Value seen() {
        return new Seen.OfReservation(
                new Seen.Envelope(kind.type, requestId, requestedBy, false, List.of()), request());
    }

    /** Where the oracle is told that it stands. */
    static Moment moment(Instant now, long offset) {
        return new Moment(now, source(offset).topic(), source(offset).partition(), offset);
    }

    static Source source(long offset) {
        return new Source("reservation-requests", 3, offset);
    }

    private static Fingerprint fingerprint(String content) {
        try {
            return Fingerprint.of(
                    MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
