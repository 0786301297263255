package io.slotkeeper.audit;

import io.slotkeeper.replay.Difference.Shown;
import io.slotkeeper.topics.Topic;
import java.util.Optional;

/**
 * A fault, where it shows, and both sides of it.
 *
 * @param source the record of the input that was being judged; none where the fault is no record's
 * @param output where it shows; without an offset when nothing is there
 * @param expected what the specification gives; empty: nothing, or nothing in particular
 * @param found what is there; empty: nothing
 */
public record Finding(
        Judged judged,
        Optional<Coordinates> source,
        Coordinates output,
        Optional<Shown> expected,
        Optional<Shown> found) {

    /** A place in a log. */
    public record Coordinates(Topic topic, int partition, Optional<Long> offset) {

        @Override
        public String toString() {
            return topic.logicalName() + " partition " + partition
                    + offset.map(at -> " offset " + at).orElse("");
        }
    }
}
