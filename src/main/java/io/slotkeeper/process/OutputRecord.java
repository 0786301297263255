package io.slotkeeper.process;

import io.slotkeeper.topics.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An encoded record to be emitted; without headers.
 *
 * @param key null where the topic has none
 * @param value null: a tombstone
 * @param timestamp log time; of a tick the clock's
 */
public record OutputRecord(
        Topic topic, int partition, byte @Nullable [] key, byte @Nullable [] value, Instant timestamp) {}
