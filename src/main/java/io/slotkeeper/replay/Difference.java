package io.slotkeeper.replay;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import java.util.Optional;

/**
 * The first place at which an output topic doesn't hold what processing the log gives.
 *
 * @param input log that was processed
 * @param output topic in which the difference is
 * @param offset in the output partition; empty if there is no record
 * @param expected what processing gives; empty: nothing
 * @param found what the topic holds; empty: nothing
 */
public record Difference(
        Topic input,
        int inputPartition,
        Topic output,
        int outputPartition,
        Optional<Long> offset,
        Optional<Shown> expected,
        Optional<Shown> found) {

    /**
     * A record in a readable form.
     *
     * @param key empty if it has none
     * @param value in its JSON form, or what is wrong with it; empty for a tombstone
     * @param timestamp in epoch milliseconds
     */
    public record Shown(Optional<String> key, Optional<Json> value, long timestamp) {}
}
