package io.slotkeeper.replay;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import java.util.Optional;

/**
 * The first place at which what is there isn't what processing the log gives.
 *
 * @param input whose processing it is
 * @param inputPartition of that
 * @param output where it shows
 * @param outputPartition of that
 * @param offset in the output partition; empty when nothing is there
 * @param expected what processing gives; empty: nothing
 * @param found what is there; empty: nothing
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
     * A record as people read it.
     *
     * @param key empty where there is none
     * @param value in its JSON form, or what is wrong with it; empty: a tombstone
     * @param timestamp in milliseconds since 1970
     */
    public record Shown(Optional<String> key, Optional<Json> value, long timestamp) {}
}
