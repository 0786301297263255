package io.slotkeeper.replay;

import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.replay.OutputValues.OutputSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/**
 * One partition of a compacted output topic. Of each key it holds at least the last record, unless that is a tombstone,
 * which is deleted after a while as well. Everything in it was emitted, in this order.
 */
final class CompactedOutputs implements Outputs {

    private final LogReader reader;
    private final long end;
    private final boolean more;
    /** Emitted but not found: correct if the key has a later record. At most one entry per live key. */
    private final Map<Bytes, OutputRecord> owed = new HashMap<>();

    private long matched;

    /**
     * @param reader closed with this
     * @param end of the compared log: outputs for later records are not compared
     * @param more whether there are later records
     */
    CompactedOutputs(LogReader reader, long end, boolean more) {
        this.reader = reader;
        this.end = end;
        this.more = more;
    }

    @Override
    public Optional<Mismatch> expect(OutputRecord emitted, long offset) {
        Optional<ConsumerRecord<byte[], byte[]>> found = reader.peek();
        if (found.isPresent() && OutputValues.same(found.get(), emitted)) {
            reader.take();
            matched++;
            owed.remove(Bytes.wrap(emitted.key()));
            return Optional.empty();
        }
        // Log time never steps back, so a record with an earlier one can't be emitted any more.
        if (found.isPresent() && found.get().timestamp() < emitted.timestamp().toEpochMilli()) {
            return Optional.of(strange(found.get()));
        }
        if (emitted.value() == null) {
            owed.remove(Bytes.wrap(emitted.key()));
        } else {
            owed.put(Bytes.wrap(emitted.key()), emitted);
        }
        return Optional.empty();
    }

    /** Most likely the record is in the place of the one that was emitted last for its key. */
    private Mismatch strange(ConsumerRecord<byte[], byte[]> found) {
        return Optional.ofNullable(found.key())
                .map(key -> owed.get(Bytes.wrap(key)))
                .map(expected -> Mismatch.between(expected, found))
                .orElseGet(() -> Mismatch.unexpected(found));
    }

    @Override
    public Optional<Mismatch> end() {
        Optional<ConsumerRecord<byte[], byte[]>> found = reader.peek();
        while (found.isPresent()) {
            if (!isLater(found.get())) {
                return Optional.of(strange(found.get()));
            }
            // An earlier record may have been compacted away because of this one.
            owed.remove(Bytes.wrap(reader.take().key()));
            found = reader.peek();
        }
        return owed.values().stream()
                .min((one, other) -> one.timestamp().equals(other.timestamp())
                        ? Arrays.compare(one.key(), other.key())
                        : one.timestamp().compareTo(other.timestamp()))
                .map(Mismatch::missing);
    }

    /** Whether the output was made for a record after the compared ones. A tombstone doesn't name its source. */
    private boolean isLater(ConsumerRecord<byte[], byte[]> record) {
        long source =
                OutputValues.source(record.value()).map(OutputSource::offset).orElse(record.value() == null ? end : -1);
        return more && source >= end;
    }

    @Override
    public long matched() {
        return matched;
    }

    @Override
    public void close() {
        reader.close();
    }
}
