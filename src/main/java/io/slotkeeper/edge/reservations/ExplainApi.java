package io.slotkeeper.edge.reservations;

import static io.slotkeeper.edge.reservations.BodyTable.optional;
import static io.slotkeeper.edge.reservations.BodyTable.required;

import io.slotkeeper.availability.SlotExplanation;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.edge.log.StateReads;
import io.slotkeeper.edge.reservations.BodyTable.Form;
import io.slotkeeper.request.Code;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.stream.query.StateElsewhereException;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.explain.AskedSlot;
import io.slotkeeper.wire.explain.ExplainedJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/** Why a slot can be reserved now, or can't (docs/spec/http.md#get-v2slotsexplain). */
public final class ExplainApi {

    private static final BodyTable SLOT = BodyTable.of(
                    required("eventTypeId", "", Form.INTEGER),
                    required("slotStart", "slot_start", Form.DATE),
                    optional("slotDuration", "slot_duration_minutes", Form.INTEGER))
            .refusingUnknown();

    /** What a number looks like in a query; a longer one is none. */
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    private final StateReads reads;
    private final Executor executor;

    /** @param executor looks at what is stored around the slot, at few at a time */
    public ExplainApi(StateReads reads, Executor executor) {
        this.reads = reads;
        this.executor = executor;
    }

    public CompletableFuture<HttpReply> explain(HttpCall call) {
        Optional<Json.Obj> query = call.queryParameters().map(ExplainApi::object);
        if (query.isEmpty()) {
            return call.problem(Problem.BAD_REQUEST);
        }
        List<PropertyError> errors = SLOT.errors(query.get());
        if (!errors.isEmpty()) {
            return HttpReply.done(ReservationErrors.invalid(errors, call.path()));
        }
        String number = ((Json.Num) query.get().get("eventTypeId").orElseThrow()).text();
        if (!EventTypeKey.isCanonical(number)) {
            return HttpReply.done(ReservationErrors.notFound(Code.EVENT_TYPE_NOT_FOUND, number, call.path()));
        }
        var eventType = new EventTypeKey(number);
        Json.Builder request =
                AskedSlot.begin().put("requested_by", call.principal().value());
        SLOT.enter(query.get(), request);
        AskedSlot asked = AskedSlot.of(request.build());
        return reads.read(
                call,
                Topic.RESERVATION_REQUESTS,
                eventType.value(),
                executor,
                state -> explain(state, eventType, asked));
    }

    /** As if the parameters were properties of a body. One that is given twice has no form that a property could have. */
    private static Json.Obj object(Map<String, List<String>> parameters) {
        Json.Builder object = Json.object();
        parameters.forEach(
                (name, values) -> object.put(name, values.size() == 1 ? json(values.get(0)) : new Json.Null()));
        return object.build();
    }

    private static Json json(String text) {
        return INTEGER.matcher(text).matches() ? new Json.Num(text) : Json.of(text);
    }

    private static HttpReply explain(OwnedState state, EventTypeKey eventType, AskedSlot asked)
            throws StateElsewhereException {
        Instant now = state.now(Topic.RESERVATION_REQUESTS, eventType.value());
        SlotExplanation explanation = SlotExplanation.of(
                eventType, asked.request(), state.eventType(eventType).explain(asked.request(), asked.info(), now));
        return HttpReply.json(
                200,
                Json.object()
                        .put("status", "success")
                        .put("data", ExplainedJson.of(explanation))
                        .build());
    }
}
