package io.slotkeeper.edge;

import static io.slotkeeper.edge.BodyTable.optional;
import static io.slotkeeper.edge.BodyTable.required;

import io.slotkeeper.edge.BodyTable.Form;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.IsoInstant;
import io.slotkeeper.reservation.EventTypeKey;
import io.slotkeeper.reservation.Hold;
import io.slotkeeper.reservation.ReservationUid;
import io.slotkeeper.stream.OwnedState;
import io.slotkeeper.stream.StateElsewhereException;
import io.slotkeeper.stream.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The second seed: reservations, and what we add to them: bookings and event types (http.md, "Reservations"). */
final class ReservationsApi {

    static final String VERSION_HEADER = "cal-api-version";
    static final String VERSION = "2024-09-04";

    private static final String EVENT_TYPE = "eventTypeId";

    private static final BodyTable RESERVATION = BodyTable.of(
            required(EVENT_TYPE, "", Form.INTEGER),
            required("slotStart", "slot_start", Form.DATE),
            optional("slotDuration", "slot_duration_minutes", Form.INTEGER),
            optional("reservationDuration", "reservation_duration_minutes", Form.INTEGER));

    private static final BodyTable BOOKING = BodyTable.of(
            required(EVENT_TYPE, "", Form.INTEGER),
            optional("reservationUid", "reservation_uid", Form.TEXT),
            optional("slotStart", "slot_start", Form.DATE),
            optional("slotDuration", "slot_duration_minutes", Form.INTEGER));

    private static final List<String> DEFINITION = List.of(
            "title",
            "length_minutes",
            "lengths_minutes",
            "seats_per_time_slot",
            "owner",
            "members",
            "schedule",
            "version");

    private final RequestLog log;
    private final Reads reads;
    private final EdgeSecret secret;
    private final RandomIds random;

    ReservationsApi(RequestLog log, Reads reads, EdgeSecret secret, RandomIds random) {
        this.log = log;
        this.reads = reads;
        this.secret = secret;
        this.random = random;
    }

    // Reservations.

    CompletableFuture<Reply> reserve(Call call) {
        return withBody(
                call,
                RESERVATION,
                (eventType, body) -> withKey(call, key -> {
                    EdgeUid uid = EdgeUid.of(
                            number(eventType),
                            key.map(it -> bits("reservation", call, it, eventType))
                                    .orElseGet(random::uidBits));
                    // The uid is what a repeat is recognised by.
                    Json.Builder request =
                            call.request("reserve_slot", call.id()).put("reservation_uid", uid.text());
                    RESERVATION.enter(body, request);
                    Optional<Json.Obj> undo = key.isPresent()
                            ? Optional.empty()
                            // Nobody else knows the uid that was made up here.
                            : Optional.of(call.request("release_reservation", random.requestId())
                                    .put("reservation_uid", uid.text())
                                    .build());
                    return ask(call, eventType, request, undo, decided -> reservation(201, eventType, decided));
                }));
    }

    CompletableFuture<Reply> update(Call call) {
        return withUid(
                call,
                uid -> withBody(
                        call,
                        RESERVATION,
                        (eventType, body) -> withKey(call, key -> {
                            if (!eventType.equals(uid.eventTypeKey())) {
                                return Reply.done(ReservationErrors.error(
                                        422,
                                        "The reservation is of another event type than 'eventTypeId'.",
                                        call.path()));
                            }
                            Json.Builder request = call.request("update_reservation", requestId(call, key))
                                    .put("reservation_uid", uid.text());
                            RESERVATION.enter(body, request);
                            return ask(
                                    call,
                                    eventType,
                                    request,
                                    Optional.empty(),
                                    decided -> reservation(200, eventType, decided));
                        })));
    }

    private static Reply reservation(int status, EventTypeKey eventType, Decided decided) {
        Json.Obj snapshot = decided.snapshot().orElseThrow();
        Instant start = instant(snapshot, "slot_start");
        Instant end = instant(snapshot, "slot_end");
        return success(
                status,
                data(eventType, start, end)
                        .put("reservationUid", snapshot.get("reservation_uid"))
                        .put("reservationDuration", snapshot.get("reservation_duration_minutes"))
                        .put("reservationUntil", snapshot.get("reservation_until")));
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

    CompletableFuture<Reply> read(Call call) {
        return withUid(call, uid -> {
            EventTypeKey key = uid.eventTypeKey();
            return reads.read(call, Topic.RESERVATION_REQUESTS, key.value(), call.path(), state -> {
                Instant now = state.now(Topic.RESERVATION_REQUESTS, key.value());
                return state.eventType(key)
                        .hold(new ReservationUid(uid.text()))
                        .filter(hold -> hold.isLive(now))
                        .map(hold -> success(200, data(key, hold)))
                        .orElseGet(() -> notFound(Code.RESERVATION_NOT_FOUND, uid.text(), call));
            });
        });
    }

    private static Json.Builder data(EventTypeKey eventType, Hold hold) {
        return data(eventType, hold.window().start(), hold.window().end())
                .put("reservationUid", hold.uid().value())
                .put("reservationUntil", IsoInstant.withMillis(hold.until()));
    }

    CompletableFuture<Reply> release(Call call) {
        return end(call, "release_reservation", "reservation_uid");
    }

    // Bookings.

    CompletableFuture<Reply> book(Call call) {
        return withBody(
                call,
                BOOKING,
                (eventType, body) -> withKey(call, key -> {
                    Optional<String> hold = body.text("reservationUid");
                    EdgeUid uid = EdgeUid.of(
                            number(eventType),
                            key.map(it -> bits("booking", call, it, eventType))
                                    .or(() -> hold.map(it -> secret.uidBits("booking of", eventType.value(), it)))
                                    .orElseGet(random::uidBits));
                    // The uid is what a repeat is recognised by.
                    Json.Builder request = call.request("book_slot", call.id()).put("booking_uid", uid.text());
                    BOOKING.enter(body, request);
                    Optional<Json.Obj> undo = key.isPresent() || hold.isPresent()
                            ? Optional.empty()
                            : Optional.of(call.request("cancel_booking", random.requestId())
                                    .put("booking_uid", uid.text())
                                    .build());
                    return ask(call, eventType, request, undo, decided -> booking(eventType, decided));
                }));
    }

    private static Reply booking(EventTypeKey eventType, Decided decided) {
        Json.Obj booking = decided.booking().orElseThrow();
        return success(
                201,
                Json.object()
                        .put("bookingUid", booking.get("booking_uid"))
                        .put(EVENT_TYPE, number(eventType))
                        .put("start", booking.get("slot_start"))
                        .put("end", booking.get("slot_end")));
    }

    CompletableFuture<Reply> cancelBooking(Call call) {
        return end(call, "cancel_booking", "booking_uid");
    }

    // Event types.

    CompletableFuture<Reply> define(Call call) {
        return withEventType(
                call,
                eventType -> JsonReader.read(call.body())
                        .map(body -> {
                            Json.Builder request = call.request("define_event_type", call.id());
                            DEFINITION.forEach(name -> request.put(name, body.get(name)));
                            if (body.get("owner").isEmpty()) {
                                request.put("owner", call.principal().value());
                            }
                            return log.ask(new Ask(
                                            Topic.RESERVATION_REQUESTS,
                                            eventType.value(),
                                            request.build(),
                                            Optional.empty()))
                                    .thenCompose(decided -> decided.isAccepted()
                                            ? read(call, eventType).thenApply(reply -> Replayed.marked(decided, reply))
                                            : Reply.done(refused(decided, call)));
                        })
                        .orElseGet(() -> call.problem(Problem.INVALID_JSON)));
    }

    CompletableFuture<Reply> readEventType(Call call) {
        return withEventType(call, eventType -> read(call, eventType));
    }

    /** What is stored: the latest definition, which may be somebody else's by now. */
    private CompletableFuture<Reply> read(Call call, EventTypeKey eventType) {
        return reads.read(
                call,
                Topic.RESERVATION_REQUESTS,
                eventType.value(),
                call.path(),
                state -> definition(state, eventType, call));
    }

    private static Reply definition(OwnedState state, EventTypeKey eventType, Call call)
            throws StateElsewhereException {
        return state.eventType(eventType)
                .definition()
                .map(type -> success(200, EventTypeView.of(number(eventType), type)))
                .orElseGet(() -> notFound(Code.EVENT_TYPE_NOT_FOUND, eventType.value(), call));
    }

    CompletableFuture<Reply> removeEventType(Call call) {
        return withEventType(
                call,
                eventType -> ask(
                        call,
                        eventType,
                        call.request("remove_event_type", call.id()),
                        Optional.empty(),
                        decided -> success()));
    }

    // What requests have in common.

    private interface OfBody {
        CompletableFuture<Reply> of(EventTypeKey eventType, Json.Obj body);
    }

    private static CompletableFuture<Reply> withBody(Call call, BodyTable table, OfBody next) {
        Optional<Json.Obj> body = JsonReader.read(call.body());
        if (body.isEmpty()) {
            return call.problem(Problem.INVALID_JSON);
        }
        List<PropertyError> errors = table.errors(body.get());
        if (!errors.isEmpty()) {
            return Reply.done(ReservationErrors.invalid(errors, call.path()));
        }
        String number = ((Json.Num) body.get().get(EVENT_TYPE).orElseThrow()).text();
        return EventTypeKey.isCanonical(number)
                ? next.of(new EventTypeKey(number), body.get())
                : Reply.done(notFound(Code.EVENT_TYPE_NOT_FOUND, number, call));
    }

    private static CompletableFuture<Reply> withKey(
            Call call, Function<Optional<IdempotencyKey>, CompletableFuture<Reply>> next) {
        IdempotencyKey.Read read = IdempotencyKey.of(call);
        return read.objection()
                .map(objection -> Reply.done(ReservationErrors.error(400, objection, call.path())))
                .orElseGet(() -> next.apply(read.key()));
    }

    private static CompletableFuture<Reply> withUid(Call call, Function<EdgeUid, CompletableFuture<Reply>> next) {
        String text = call.parameter("uid");
        return EdgeUid.parse(text)
                .map(next)
                .orElseGet(() -> Reply.done(notFound(Code.RESERVATION_NOT_FOUND, text, call)));
    }

    private static CompletableFuture<Reply> withEventType(
            Call call, Function<EventTypeKey, CompletableFuture<Reply>> next) {
        String id = call.parameter("id");
        boolean number = EventTypeKey.isCanonical(id) && !new EventTypeKey(id).isCalendar();
        return number ? next.apply(new EventTypeKey(id)) : Reply.done(notFound(Code.EVENT_TYPE_NOT_FOUND, id, call));
    }

    /** Nobody has what no edge has named: it is as free as the caller wants it. */
    private CompletableFuture<Reply> end(Call call, String type, String uidField) {
        return EdgeUid.parse(call.parameter("uid"))
                .map(uid -> ask(
                        call,
                        uid.eventTypeKey(),
                        call.request(type, call.id()).put(uidField, uid.text()),
                        Optional.empty(),
                        decided -> success()))
                .orElseGet(() -> Reply.done(success()));
    }

    private static Reply notFound(Code code, String name, Call call) {
        return ReservationErrors.notFound(code, name, call.path());
    }

    private static long number(EventTypeKey eventType) {
        return Long.parseLong(eventType.value());
    }

    private ByteBuffer bits(String what, Call call, IdempotencyKey key, EventTypeKey eventType) {
        return secret.uidBits(what, call.principal().value(), key.text(), eventType.value());
    }

    private String requestId(Call call, Optional<IdempotencyKey> key) {
        return IdempotencyKey.requestId(call, key, call.method(), secret);
    }

    private CompletableFuture<Reply> ask(
            Call call,
            EventTypeKey eventType,
            Json.Builder request,
            Optional<Json.Obj> undo,
            Function<Decided, Reply> accepted) {
        return log.ask(new Ask(Topic.RESERVATION_REQUESTS, eventType.value(), request.build(), undo))
                .thenApply(decided -> decided.isAccepted()
                        ? Replayed.marked(decided, accepted.apply(decided))
                        : refused(decided, call));
    }

    private static Reply refused(Decided decided, Call call) {
        int status = ReservationStatuses.of(decided);
        List<PropertyError> errors = ReservationStatuses.propertyErrors(decided);
        String message = decided.code().equals(IdempotencyKey.REUSED_CODE) ? IdempotencyKey.REUSED : decided.message();
        return errors.isEmpty()
                ? Errors.withHeaders(ReservationErrors.error(status, message, call.path()))
                : ReservationErrors.invalid(errors, call.path());
    }

    private static Reply success() {
        return Reply.json(200, Json.object().put("status", "success").build());
    }

    private static Reply success(int status, Json.Builder data) {
        return Reply.json(
                status,
                Json.object().put("status", "success").put("data", data.build()).build());
    }
}
