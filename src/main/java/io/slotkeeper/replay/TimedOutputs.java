package io.slotkeeper.replay;

import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.replay.OutputValues.OutputSource;
import io.slotkeeper.topics.Topic;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One partition of an output topic that deletes its oldest records after a time: from the first remaining record on it
 * holds everything that was emitted, in order, among records made for other partitions.
 */
final class TimedOutputs implements Outputs {

    private final LogReader reader;
    private final Topic input;
    private final int partition;
    private final long end;
    private boolean begun;
    private Optional<OutputRecord> passed = Optional.empty();
    private long passedOffset = -1;
    private long matched;

    /**
     * @param reader closed with this
     * @param input whose log is compared
     * @param partition of that log
     * @param end of that log: outputs for later records are not compared
     */
    TimedOutputs(LogReader reader, Topic input, int partition, long end) {
        this.reader = reader;
        this.input = input;
        this.partition = partition;
        this.end = end;
        this.begun = reader.start() == 0;
    }

    @Override
    public Optional<Mismatch> expect(OutputRecord emitted, long offset) {
        Optional<ConsumerRecord<byte[], byte[]>> found = next(Optional.of(emitted));
        if (found.isPresent() && OutputValues.same(found.get(), emitted)) {
            reader.take();
            begun = true;
            matched++;
            return Optional.empty();
        }
        if (begun) {
            return Optional.of(new Mismatch(Optional.of(emitted), found));
        }
        return beforeBeginning(emitted, offset, found);
    }

    /**
     * Outputs for records before the source of the first remaining output are gone; outputs for later ones must be
     * there.
     */
    private Optional<Mismatch> beforeBeginning(
            OutputRecord emitted, long offset, Optional<ConsumerRecord<byte[], byte[]>> found) {
        long first = found.flatMap(record -> OutputValues.source(record.value()))
                .map(OutputSource::offset)
                .orElse(Long.MAX_VALUE);
        if (offset <= first) {
            passed = Optional.of(emitted);
            passedOffset = offset;
            return Optional.empty();
        }
        OutputRecord expected = passed.filter(last -> passedOffset == first).orElse(emitted);
        return Optional.of(new Mismatch(Optional.of(expected), found));
    }

    @Override
    public Optional<Mismatch> end() {
        return next(Optional.empty())
                .map(found -> passed.filter(last -> !begun
                                && OutputValues.source(found.value())
                                        .filter(source -> source.offset() == passedOffset)
                                        .isPresent())
                        .map(last -> Mismatch.between(last, found))
                        .orElseGet(() -> Mismatch.unexpected(found)));
    }

    /**
     * The next record that was made for the compared log. One that doesn't name its source counts as such, so that it
     * is noticed.
     */
    private Optional<ConsumerRecord<byte[], byte[]>> next(Optional<OutputRecord> expected) {
        Optional<ConsumerRecord<byte[], byte[]>> found = reader.peek();
        while (found.isPresent()) {
            ConsumerRecord<byte[], byte[]> record = found.get();
            // Decoded only if necessary: a record equal to the expected one was made for this log.
            if (expected.filter(it -> OutputValues.same(record, it)).isPresent()) {
                return found;
            }
            if (record.value() == null || !OutputValues.isOfAnother(record.value(), input)) {
                Optional<OutputSource> source = OutputValues.source(record.value());
                if (source.isEmpty()) {
                    return found;
                }
                if (isOurs(source.get())) {
                    return source.filter(it -> it.offset() < end).isPresent() ? found : Optional.empty();
                }
            }
            reader.take();
            found = reader.peek();
        }
        return Optional.empty();
    }

    private boolean isOurs(OutputSource source) {
        return source.topic().equals(input.logicalName()) && source.partition() == partition;
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
