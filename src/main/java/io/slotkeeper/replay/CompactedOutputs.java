package io.slotkeeper.replay;

import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.replay.OutputValues.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/**
 * A partition of a compacted topic: of each key at least the last record stands there, unless that is a tombstone, which
 * goes as well after a while. All that is there was emitted, in this order.
 */
final class CompactedOutputs implements Outputs {

    private final LogReader reader;
    private final long end;
    private final boolean more;
    /** OutputRecord and not there: fine if the key has a later record. One entry per live key at most. */
    private final Map<Bytes, OutputRecord> owed = new HashMap<>();

    private long matched;

    /**
     * @param reader closed with this
     * @param end of the log that is compared: what was made for later records is not
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
        // Log time only moves on, so a record with an earlier one can't be emitted any more.
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

    /** Most likely it stands where the record that was emitted for its key last should stand. */
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
            // It may be the one for which an earlier one was compacted away.
            owed.remove(Bytes.wrap(reader.take().key()));
            found = reader.peek();
        }
        return owed.values().stream()
                .min((one, other) -> one.timestamp().equals(other.timestamp())
                        ? Arrays.compare(one.key(), other.key())
                        : one.timestamp().compareTo(other.timestamp()))
                .map(Mismatch::missing);
    }

    /** Whether it was made for a record after the compared ones. A tombstone doesn't say. */
    private boolean isLater(ConsumerRecord<byte[], byte[]> record) {
        long source = OutputValues.source(record.value()).map(Source::offset).orElse(record.value() == null ? end : -1);
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
