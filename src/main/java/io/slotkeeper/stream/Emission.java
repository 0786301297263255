package io.slotkeeper.stream;

import org.jspecify.annotations.Nullable;

/**
 * An encoded output record.
 *
 * @param key null where the topic has none
 * @param value null: a tombstone
 */
record Emission(Channel channel, byte @Nullable [] key, byte @Nullable [] value, int partition) {}
