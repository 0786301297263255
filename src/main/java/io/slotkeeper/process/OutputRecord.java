package io.slotkeeper.process;

import org.jspecify.annotations.Nullable;

/**
 * An encoded output record.
 *
 * @param key null where the topic has none
 * @param value null: a tombstone
 */
public record OutputRecord(OutputChannel channel, byte @Nullable [] key, byte @Nullable [] value, int partition) {}
