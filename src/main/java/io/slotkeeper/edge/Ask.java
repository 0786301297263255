package io.slotkeeper.edge;

import io.slotkeeper.stream.Topic;
import io.slotkeeper.wire.Json;
import java.util.Optional;

/**
 * A request for the log.
 *
 * @param key of the record
 * @param requestId by which the outcome is recognised; it stands in the request, too
 * @param undo what takes the request back, for when nobody hears of its outcome and nobody else knows what it made
 */
record Ask(Topic input, String key, String requestId, Json.Obj request, Optional<Json.Obj> undo) {}
