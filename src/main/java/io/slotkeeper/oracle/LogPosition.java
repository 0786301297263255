package io.slotkeeper.oracle;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where in which log, and at which log time, something is decided or announced. */
public record LogPosition(Instant now, String topic, int partition, long offset) {

    boolean isDue(Instant deadline) {
        return !deadline.isAfter(now);
    }

    Map<String, Object> cause(String type, Optional<String> requestId) {
        return new ExpectedFields()
                .add("type", type)
                .add("request_id", requestId.orElse(null))
                .add("topic", topic)
                .add("partition", (long) partition)
                .add("offset", offset)
                .done();
    }

    Map<String, Object> source() {
        return new ExpectedFields()
                .add("topic", topic)
                .add("partition", (long) partition)
                .add("offset", offset)
                .done();
    }
}
