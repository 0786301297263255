package io.slotkeeper.app.cli;

import io.slotkeeper.replay.Difference.Shown;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.wire.Json;
import java.time.Instant;

/** One side of a difference, as data. */
final class ShownJson {

    private ShownJson() {}

    static Json of(Shown record) {
        return Json.object()
                .putOrNull("key", record.key().map(Json::of))
                .put("timestamp", IsoInstant.withMillis(Instant.ofEpochMilli(record.timestamp())))
                .putOrNull("value", record.value())
                .build();
    }
}
