package io.slotkeeper.edge.log;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TraceContext;
import io.slotkeeper.wire.Json;
import java.util.Optional;

/**
 * A request for the log.
 *
 * @param key of the record
 * @param request with its {@code request_id}
 * @param trace that its record belongs to
 * @param undo what takes the request back, for when nobody hears of its outcome and nobody else knows what it made
 */
public record RequestToLog(Topic input, String key, Json.Obj request, TraceContext trace, Optional<Json.Obj> undo) {

    /** A dry run leaves nothing to take back. */
    public RequestToLog {
        undo = request.get("dry_run").isPresent() ? Optional.empty() : undo;
    }

    /** By which the outcome is recognised. */
    String requestId() {
        return request.text("request_id").orElseThrow();
    }
}
