package io.slotkeeper.replay;

import io.slotkeeper.process.OutputRecord;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was expected and what was found instead; at least one of them is present. */
record Mismatch(Optional<OutputRecord> expected, Optional<ConsumerRecord<byte[], byte[]>> found) {

    static Mismatch missing(OutputRecord expected) {
        return new Mismatch(Optional.of(expected), Optional.empty());
    }

    static Mismatch unexpected(ConsumerRecord<byte[], byte[]> found) {
        return new Mismatch(Optional.empty(), Optional.of(found));
    }

    static Mismatch between(OutputRecord expected, ConsumerRecord<byte[], byte[]> found) {
        return new Mismatch(Optional.of(expected), Optional.of(found));
    }
}
