package io.slotkeeper.process;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.logtime.LogTime;
import io.slotkeeper.request.Source;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Processes one partition of an input log from its first record, without Kafka Streams and without a cluster: the same
 * state machines in the same order give the same bytes, with the state in memory (docs/spec/log-time.md#replay). Not
 * thread-safe.
 */
public final class OfflineLog {

    private final Topic input;
    private final RecordProcessor processor;
    private Instant now = Instant.EPOCH;

    private OfflineLog(Topic input, RecordProcessor processor) {
        this.input = input;
        this.processor = processor;
    }

    /** Starts with empty state. */
    public static OfflineLog open(Topic input, DecisionSettings settings, OutputFormat format) {
        var meters = new DecisionMeters(new SimpleMeterRegistry());
        PartitionStateMachine machine =
                PartitionStateMachine.of(input).open(settings, PartitionState.inMemory(), format, meters);
        return new OfflineLog(input, new RecordProcessor(machine, meters));
    }

    /** Log time after the last record; the epoch, 1970-01-01T00:00:00Z, before the first. */
    public Instant logTime() {
        return now;
    }

    /** Log time after {@code next}, if that is processed next. */
    public Instant logTimeOf(ConsumerRecord<byte[], byte[]> next) {
        return Instant.ofEpochMilli(LogTime.of(next.timestamp(), now.toEpochMilli()));
    }

    /**
     * Processes the next committed record.
     *
     * @return the records that it emits, in order
     */
    public List<OutputRecord> process(ConsumerRecord<byte[], byte[]> record) {
        now = logTimeOf(record);
        var source = new Source(input.logicalName(), record.partition(), record.offset());
        return processor
                .process(new RecordContext(now, source, record.key(), record.value(), record.headers()))
                .outputs();
    }
}
