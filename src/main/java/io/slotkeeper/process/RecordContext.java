package io.slotkeeper.process;

import io.slotkeeper.request.Source;
import io.slotkeeper.topics.TraceContext;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of an input topic and the log time at which it is processed.
 *
 * @param now log time
 * @param source coordinates of the record; all its outputs go to the same partition number, except outcomes with a
 *     reply partition
 */
public record RecordContext(
        Instant now, Source source, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

    /** That of the request. */
    TraceContext trace() {
        return TraceContext.of(headers);
    }

    int partition() {
        return source.partition();
    }
}
