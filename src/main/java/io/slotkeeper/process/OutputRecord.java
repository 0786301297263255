package io.slotkeeper.process;

import io.slotkeeper.topics.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An encoded record to be emitted, without headers.
 *
 * @param key null where the topic has no keys
 * @param value null for a tombstone
 * @param timestamp log time; of a tick the sender's estimate, which the broker replaces by its own time
 */
public record OutputRecord(
        Topic topic, int partition, byte @Nullable [] key, byte @Nullable [] value, Instant timestamp) {}
