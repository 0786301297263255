package io.slotkeeper.edge.reservations;

import static io.slotkeeper.edge.reservations.BodyTable.optional;
import static io.slotkeeper.edge.reservations.BodyTable.required;

import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.access.EdgeUid;
import io.slotkeeper.edge.access.RandomIds;
import io.slotkeeper.edge.http.Checked;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.EntityTag;
import io.slotkeeper.edge.http.ErrorShape;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.log.CommittedOutcome;
import io.slotkeeper.edge.log.IdempotencyKey;
import io.slotkeeper.edge.log.Replayed;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.log.RequestToLog;
import io.slotkeeper.edge.log.StateReads;
import io.slotkeeper.edge.reservations.BodyTable.Form;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.stream.query.StateElsewhereException;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The second seed: reservations, and what we add to them: bookings and event types (docs/spec/http.md#reservations).
 */
public final class ReservationsApi {

    public static final String VERSION_HEADER = "cal-api-version";
    public static final String VERSION = "2024-09-04";

    private static final String EVENT_TYPE = "eventTypeId";
    private static final String EXPIRES_IN = "expiresInSeconds";

    static final BodyTable RESERVATION = BodyTable.of(
                    required(EVENT_TYPE, "", Form.INTEGER),
                    required("slotStart", "slot_start", Form.DATE),
                    optional("slotDuration", "slot_duration_minutes", Form.INTEGER),
                    optional("reservationDuration", "reservation_duration_minutes", Form.INTEGER))
            // Who sends these means another slot, or more of it.
            .refusing("timeZone", "duration", "quantity");

    static final BodyTable BOOKING = BodyTable.of(
                    required(EVENT_TYPE, "", Form.INTEGER),
                    optional("reservationUid", "reservation_uid", Form.TEXT),
                    optional("slotStart", "slot_start", Form.DATE),
                    optional("slotDuration", "slot_duration_minutes", Form.INTEGER))
            .refusingUnknown();

    private static final List<String> DEFINITION = List.of(
            "title",
            "length_minutes",
            "lengths_minutes",
            "seats_per_time_slot",
            "owner",
            "members",
            "schedule",
            "max_live_holds_per_party",
            "max_extensions",
            "max_hold_minutes_total",
            "buffer_before_minutes",
            "buffer_after_minutes",
            "slot_interval_minutes",
            "version");

    private final RequestLog log;
    private final StateReads reads;
    private final Supplier<EdgeAccess> access;
    private final boolean strictHolds;
    private final Duration anonymousHorizon;
    private final RandomIds random;

    public ReservationsApi(RequestLog log, StateReads reads, EdgeSettings settings, RandomIds random) {
        this.log = log;
        this.reads = reads;
        this.access = settings.access();
        this.strictHolds = settings.strictHolds();
        this.anonymousHorizon = settings.anonymousHorizon();
        this.random = random;
    }

    // Reservations.

    public CompletableFuture<HttpReply> reserve(HttpCall call) {
        Checked<ParsedBody> body = body(call, RESERVATION);
        if (body.isRefused()) {
            return body.refusal();
        }
        Checked<Optional<IdempotencyKey>> key = key(call);
        if (key.isRefused()) {
            return key.refusal();
        }
        EventTypeKey eventType = body.value().eventType();
        EdgeUid uid = EdgeUid.of(
                number(eventType),
                key.value().map(it -> bits("reservation", call, it, eventType)).orElseGet(random::uidBits));
        // The uid is what a repeat is recognised by.
        Json.Builder request = call.request("reserve_slot", call.id()).put("reservation_uid", uid.text());
        if (call.principal().isAnonymous()) {
            request.put("party", secret().party(call.client()));
        }
        RESERVATION.enter(body.value().json(), request);
        if (isTooFar(call, request)) {
            return tooFar(call);
        }
        Optional<Json.Obj> undo = key.value().isPresent()
                ? Optional.empty()
                // Nobody else knows the uid that was made up here.
                : Optional.of(call.request("release_reservation", random.requestId())
                        .put("reservation_uid", uid.text())
                        .build());
        return ask(call, eventType, request, undo, decided -> reservation(201, eventType, decided));
    }

    public CompletableFuture<HttpReply> update(HttpCall call) {
        Checked<EdgeUid> uid = uid(call);
        if (uid.isRefused()) {
            return uid.refusal();
        }
        Checked<ParsedBody> body = body(call, RESERVATION);
        if (body.isRefused()) {
            return body.refusal();
        }
        Checked<Optional<IdempotencyKey>> key = key(call);
        if (key.isRefused()) {
            return key.refusal();
        }
        EventTypeKey eventType = body.value().eventType();
        if (!eventType.equals(uid.value().eventTypeKey())) {
            return HttpReply.done(ReservationErrors.error(
                    422, "The reservation is of another event type than 'eventTypeId'.", call.path()));
        }
        Json.Builder request = call.request("update_reservation", requestId(call, key.value()))
                .put("reservation_uid", uid.value().text());
        RESERVATION.enter(body.value().json(), request);
        if (isTooFar(call, request)) {
            return tooFar(call);
        }
        return ask(call, eventType, request, Optional.empty(), decided -> reservation(200, eventType, decided));
    }

    /** Not decided in the log: it keeps clients of this edge from filling it with what nobody will ask for for years. */
    private boolean isTooFar(HttpCall call, Json.Builder request) {
        return call.principal().isAnonymous()
                && request.build()
                        .text("slot_start")
                        .flatMap(text -> IsoInstant.parse(text).value())
                        .filter(Instant.now().plus(anonymousHorizon)::isBefore)
                        .isPresent();
    }

    private static CompletableFuture<HttpReply> tooFar(HttpCall call) {
        return HttpReply.done(
                ReservationErrors.error(422, "Can't reserve a slot that far in the future.", call.path()));
    }

    private static HttpReply reservation(int status, EventTypeKey eventType, CommittedOutcome decided) {
        Json.Obj snapshot = decided.snapshot().orElseThrow();
        Instant start = instant(snapshot, "slot_start");
        Instant end = instant(snapshot, "slot_end");
        return success(
                status,
                data(eventType, start, end)
                        .put("reservationUid", snapshot.get("reservation_uid"))
                        .put("reservationDuration", snapshot.get("reservation_duration_minutes"))
                        .put("reservationUntil", snapshot.get("reservation_until"))
                        .put(
                                EXPIRES_IN,
                                ErrorShape.secondsUntil(instant(snapshot, "reservation_until"), decided.at())));
    }

    private static Instant instant(Json.Obj snapshot, String name) {
        return snapshot.text(name)
                .flatMap(text -> IsoInstant.parse(text).value())
                .orElseThrow();
    }

    private static Json.Builder data(EventTypeKey eventType, Instant start, Instant end) {
        return Json.object()
                .put(EVENT_TYPE, number(eventType))
                .put("slotStart", IsoInstant.withMillis(start))
                .put("slotEnd", IsoInstant.withMillis(end))
                .put("slotDuration", Duration.between(start, end).toMinutes());
    }

    public CompletableFuture<HttpReply> read(HttpCall call) {
        Checked<EdgeUid> uid = uid(call);
        if (uid.isRefused()) {
            return uid.refusal();
        }
        String key = uid.value().eventTypeKey().value();
        return reads.read(
                call, Topic.RESERVATION_REQUESTS, key, state -> reservation(state, uid.value(), strictHolds, call));
    }

    private static HttpReply reservation(OwnedState state, EdgeUid uid, boolean strictHolds, HttpCall call)
            throws StateElsewhereException {
        EventTypeKey key = uid.eventTypeKey();
        Instant now = state.now(Topic.RESERVATION_REQUESTS, key.value());
        return state.eventType(key)
                .hold(new ReservationUid(uid.text()))
                .filter(hold -> hold.isLive(now))
                .filter(hold -> !strictHolds || hold.mayBeChangedBy(Optional.of(call.principal())))
                .map(hold -> success(200, data(key, hold, now)).with(new EntityTag(hold.createdAt(), hold.revision())))
                .orElseGet(() -> notFound(Code.RESERVATION_NOT_FOUND, uid.text(), call));
    }

    private static Json.Builder data(EventTypeKey eventType, Hold hold, Instant now) {
        return data(eventType, hold.window().start(), hold.window().end())
                .put("reservationUid", hold.uid().value())
                .put("reservationUntil", IsoInstant.withMillis(hold.until()))
                .put(EXPIRES_IN, ErrorShape.secondsUntil(hold.until(), now));
    }

    public CompletableFuture<HttpReply> release(HttpCall call) {
        return end(call, "release_reservation", "reservation_uid");
    }

    // Bookings.

    public CompletableFuture<HttpReply> book(HttpCall call) {
        Checked<ParsedBody> body = body(call, BOOKING);
        if (body.isRefused()) {
            return body.refusal();
        }
        Checked<Optional<IdempotencyKey>> key = key(call);
        if (key.isRefused()) {
            return key.refusal();
        }
        EventTypeKey eventType = body.value().eventType();
        Optional<String> hold = body.value().json().text("reservationUid");
        EdgeUid uid = EdgeUid.of(
                number(eventType),
                key.value()
                        .map(it -> bits("booking", call, it, eventType))
                        .or(() -> hold.map(it -> secret().uidBits("booking of", eventType.value(), it)))
                        .orElseGet(random::uidBits));
        // The uid is what a repeat is recognised by.
        Json.Builder request = call.request("book_slot", call.id()).put("booking_uid", uid.text());
        BOOKING.enter(body.value().json(), request);
        Optional<Json.Obj> undo = key.value().isPresent() || hold.isPresent()
                ? Optional.empty()
                : Optional.of(call.request("cancel_booking", random.requestId())
                        .put("booking_uid", uid.text())
                        .build());
        return ask(call, eventType, request, undo, decided -> booking(eventType, decided));
    }

    private static HttpReply booking(EventTypeKey eventType, CommittedOutcome decided) {
        Json.Obj booking = decided.booking().orElseThrow();
        return success(
                201,
                Json.object()
                        .put("bookingUid", booking.get("booking_uid"))
                        .put(EVENT_TYPE, number(eventType))
                        .put("start", booking.get("slot_start"))
                        .put("end", booking.get("slot_end")));
    }

    public CompletableFuture<HttpReply> cancelBooking(HttpCall call) {
        return end(call, "cancel_booking", "booking_uid");
    }

    // Event types.

    public CompletableFuture<HttpReply> define(HttpCall call) {
        Checked<EventTypeKey> eventType = eventType(call);
        if (eventType.isRefused()) {
            return eventType.refusal();
        }
        Checked<Json.Obj> body = call.json();
        if (body.isRefused()) {
            return body.refusal();
        }
        List<PropertyError> unknown = body.value().fields().keySet().stream()
                .filter(name -> !DEFINITION.contains(name) && !name.equals(EVENT_TYPE))
                .map(PropertyError::unknown)
                .toList();
        if (!unknown.isEmpty()) {
            return HttpReply.done(ReservationErrors.invalid(unknown, call.path()));
        }
        Json.Builder request = call.request("define_event_type", call.id());
        DEFINITION.forEach(name -> request.put(name, body.value().get(name)));
        if (body.value().get("owner").isEmpty()) {
            request.put("owner", call.principal().value());
        }
        EventTypeKey key = eventType.value();
        return log.ask(new RequestToLog(
                        Topic.RESERVATION_REQUESTS, key.value(), request.build(), call.trace(), Optional.empty()))
                .thenCompose(decided -> {
                    if (!decided.isAccepted()) {
                        return HttpReply.done(refused(decided, call));
                    }
                    // Of a dry run nothing is stored that could be shown.
                    CompletableFuture<HttpReply> reply = call.isDryRun() ? HttpReply.done(success()) : read(call, key);
                    return reply.thenApply(it -> Replayed.marked(decided, it));
                });
    }

    public CompletableFuture<HttpReply> readEventType(HttpCall call) {
        Checked<EventTypeKey> eventType = eventType(call);
        return eventType.isRefused() ? eventType.refusal() : read(call, eventType.value());
    }

    /** What is stored: the latest definition, which may be somebody else's by now. */
    private CompletableFuture<HttpReply> read(HttpCall call, EventTypeKey eventType) {
        return reads.read(
                call, Topic.RESERVATION_REQUESTS, eventType.value(), state -> definition(state, eventType, call));
    }

    private static HttpReply definition(OwnedState state, EventTypeKey eventType, HttpCall call)
            throws StateElsewhereException {
        return state.eventType(eventType)
                .definition()
                .map(type -> success(200, EventTypeView.of(number(eventType), type)))
                .orElseGet(() -> notFound(Code.EVENT_TYPE_NOT_FOUND, eventType.value(), call));
    }

    public CompletableFuture<HttpReply> removeEventType(HttpCall call) {
        Checked<EventTypeKey> eventType = eventType(call);
        if (eventType.isRefused()) {
            return eventType.refusal();
        }
        return ask(
                call,
                eventType.value(),
                call.request("remove_event_type", call.id()),
                Optional.empty(),
                decided -> success());
    }

    // What requests have in common.

    private EdgeSecret secret() {
        return access.get().secret();
    }

    /** A body whose properties are as they should be. */
    private record ParsedBody(EventTypeKey eventType, Json.Obj json) {}

    private static Checked<ParsedBody> body(HttpCall call, BodyTable table) {
        Checked<Json.Obj> read = call.json();
        if (read.isRefused()) {
            return read.as();
        }
        Json.Obj json = read.value();
        List<PropertyError> errors = table.errors(json);
        if (!errors.isEmpty()) {
            return Checked.refused(ReservationErrors.invalid(errors, call.path()));
        }
        String number = ((Json.Num) json.get(EVENT_TYPE).orElseThrow()).text();
        return EventTypeKey.isCanonical(number)
                ? Checked.valid(new ParsedBody(new EventTypeKey(number), json))
                : Checked.refused(notFound(Code.EVENT_TYPE_NOT_FOUND, number, call));
    }

    private static Checked<Optional<IdempotencyKey>> key(HttpCall call) {
        return IdempotencyKey.of(call).orRefused(objection -> ReservationErrors.error(400, objection, call.path()));
    }

    private static Checked<EdgeUid> uid(HttpCall call) {
        String text = call.parameter("uid");
        return EdgeUid.parse(text)
                .map(Checked::valid)
                .orElseGet(() -> Checked.refused(notFound(Code.RESERVATION_NOT_FOUND, text, call)));
    }

    private static Checked<EventTypeKey> eventType(HttpCall call) {
        String id = call.parameter("id");
        boolean number = EventTypeKey.isCanonical(id) && !new EventTypeKey(id).isCalendar();
        return number
                ? Checked.valid(new EventTypeKey(id))
                : Checked.refused(notFound(Code.EVENT_TYPE_NOT_FOUND, id, call));
    }

    /** Nobody has what no edge has named: it is as free as the caller wants it. */
    private CompletableFuture<HttpReply> end(HttpCall call, String type, String uidField) {
        return EdgeUid.parse(call.parameter("uid"))
                .map(uid -> ask(
                        call,
                        uid.eventTypeKey(),
                        call.request(type, call.id()).put(uidField, uid.text()),
                        Optional.empty(),
                        decided -> success()))
                .orElseGet(() -> HttpReply.done(success()));
    }

    private static HttpReply notFound(Code code, String name, HttpCall call) {
        return ReservationErrors.notFound(code, name, call.path());
    }

    private static long number(EventTypeKey eventType) {
        return Long.parseLong(eventType.value());
    }

    private ByteBuffer bits(String what, HttpCall call, IdempotencyKey key, EventTypeKey eventType) {
        return secret().uidBits(what, call.principal().value(), key.text(), eventType.value());
    }

    private String requestId(HttpCall call, Optional<IdempotencyKey> key) {
        return IdempotencyKey.requestId(call, key, call.method(), secret());
    }

    private CompletableFuture<HttpReply> ask(
            HttpCall call,
            EventTypeKey eventType,
            Json.Builder request,
            Optional<Json.Obj> undo,
            Function<CommittedOutcome, HttpReply> accepted) {
        return log.ask(new RequestToLog(
                        Topic.RESERVATION_REQUESTS, eventType.value(), request.build(), call.trace(), undo))
                .thenApply(decided -> decided.isAccepted()
                        ? Replayed.marked(decided, accepted.apply(decided))
                        : refused(decided, call));
    }

    /** Names that the edge derived from the key mean nothing to who sent the key. */
    private static boolean isReused(CommittedOutcome decided, HttpCall call) {
        boolean derived =
                decided.isRefusedFor(Code.RESERVATION_UID_IN_USE) || decided.isRefusedFor(Code.BOOKING_UID_IN_USE);
        return decided.isRefusedFor(Code.REQUEST_ID_REUSED)
                || (derived && IdempotencyKey.of(call).key().isPresent());
    }

    private static HttpReply refused(CommittedOutcome decided, HttpCall call) {
        int status = ReservationStatuses.of(decided);
        List<PropertyError> errors = ReservationStatuses.propertyErrors(decided);
        String message = isReused(decided, call) ? IdempotencyKey.REUSED : decided.message();
        return errors.isEmpty()
                ? refused(status, message, decided, call)
                : ReservationErrors.invalid(errors, call.path());
    }

    private static HttpReply refused(int status, String message, CommittedOutcome decided, HttpCall call) {
        return decided.availableAt()
                .map(free -> ReservationErrors.until(status, message, free, decided.at(), call.path()))
                .orElseGet(() -> ErrorShape.withHeaders(ReservationErrors.error(status, message, call.path())));
    }

    private static HttpReply success() {
        return HttpReply.json(200, Json.object().put("status", "success").build());
    }

    private static HttpReply success(int status, Json.Builder data) {
        return HttpReply.json(
                status,
                Json.object().put("status", "success").put("data", data.build()).build());
    }
}
