package io.slotkeeper.process;

import io.slotkeeper.request.Source;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of an input topic that is being processed.
 *
 * @param now log time
 * @param source its coordinates; all that is emitted for it goes to the same partition, but outcomes with a reply partition
 */
public record RecordContext(
        Instant now, Source source, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

    int partition() {
        return source.partition();
    }
}
