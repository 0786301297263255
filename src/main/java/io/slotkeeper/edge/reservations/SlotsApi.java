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
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.stream.query.StateElsewhereException;
import io.slotkeeper.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The slots that can still be had (docs/spec/http.md#get-v2slots). */
public final class SlotsApi {

    private final StateReads reads;
    private final Executor executor;

    /** @param executor makes the lists, few at a time */
    public SlotsApi(StateReads reads, Executor executor) {
        this.reads = reads;
        this.executor = executor;
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
                    call, Topic.RESERVATION_REQUESTS, key, executor, state -> list(state, valid.query(), call));
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
        List<OfferedSlot> slots = new ArrayList<>();
        if (type.get().schedule().isPresent()) {
            for (Iterator<OfferedSlots> days = offered.byDay().iterator();
                    days.hasNext() && slots.size() <= Limits.MAX_LISTED_SLOTS; ) {
                OfferedSlots day = days.next();
                slots.addAll(day.at(now, ofType.occupied(day.reach())));
            }
        }
        return HttpReply.json(200, SlotsAnswer.of(query, slots));
    }
}
