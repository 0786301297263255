package io.slotkeeper.edge.reservations;

import io.slotkeeper.availability.OfferedSlot;
import io.slotkeeper.availability.OfferedSlots;
import io.slotkeeper.availability.SlotsQuery;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.edge.log.StateReads;
import io.slotkeeper.edge.reservations.SlotsParameters.Parsed;
import io.slotkeeper.request.Code;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.stream.query.StateElsewhereException;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The slots that can still be had (docs/spec/http.md#get-v2slots). */
public final class SlotsApi {

    private final StateReads reads;

    public SlotsApi(StateReads reads) {
        this.reads = reads;
    }

    public CompletableFuture<HttpReply> list(HttpCall call) {
        Optional<Map<String, List<String>>> parameters = call.queryParameters();
        if (parameters.isEmpty()) {
            return call.problem(Problem.BAD_REQUEST);
        }
        Parsed parsed = SlotsParameters.parse(parameters.get());
        if (parsed instanceof Parsed.Valid valid) {
            String key = valid.query().eventType().value();
            return reads.read(
                    call,
                    Topic.RESERVATION_REQUESTS,
                    key,
                    call.path() + "?" + call.query(),
                    state -> list(state, valid.query(), call));
        }
        return HttpReply.done(ReservationErrors.invalid(((Parsed.WrongQuery) parsed).errors(), call.path()));
    }

    private static HttpReply list(OwnedState state, SlotsQuery query, HttpCall call) throws StateElsewhereException {
        EventTypeKey key = query.eventType();
        OwnedState.OfEventType ofType = state.eventType(key);
        Optional<EventType> type = ofType.definition();
        if (type.isEmpty()) {
            return ReservationErrors.notFound(Code.EVENT_TYPE_NOT_FOUND, key.value(), call.path());
        }
        var offered = new OfferedSlots(type.get(), query);
        Optional<String> refusal = offered.lengthRefusal();
        if (refusal.isPresent()) {
            return ReservationErrors.error(400, refusal.get(), call.path());
        }
        Instant now = state.now(Topic.RESERVATION_REQUESTS, key.value());
        List<OfferedSlot> slots = offered.at(now, documents(ofType, type.get(), offered, key));
        Json answer = SlotsAnswer.of(query, slots);
        return HttpReply.json(200, answer);
    }

    private static List<CalendarDocument> documents(
            OwnedState.OfEventType ofType, EventType type, OfferedSlots offered, EventTypeKey key)
            throws StateElsewhereException {
        List<CalendarDocument> documents = new ArrayList<>();
        if (type.schedule().isPresent()) {
            for (DocumentKey where : DocumentKey.inReachOf(key, offered.reach())) {
                documents.add(ofType.document(where));
            }
        }
        return documents;
    }
}
