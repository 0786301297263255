package io.slotkeeper.process;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An encoded record to be emitted.
 *
 * @param key null where the topic has no keys
 * @param value null for a tombstone
 * @param timestamp log time; of a tick the sender's estimate, which the broker replaces by its own time
 * @param trace its only headers
 */
public record OutputRecord(
        Topic topic,
        int partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Instant timestamp,
        TraceContext trace) {}
