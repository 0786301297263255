package io.slotkeeper.process;

import io.slotkeeper.topics.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that processing emits, as it stands on its topic; without headers.
 *
 * @param key null where the topic has none
 * @param value null: a tombstone
 * @param timestamp log time
 */
public record Emitted(Topic topic, int partition, byte @Nullable [] key, byte @Nullable [] value, Instant timestamp) {}
