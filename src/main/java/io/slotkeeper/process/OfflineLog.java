package io.slotkeeper.process;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.logtime.LogTime;
import io.slotkeeper.request.Source;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One partition of an input log, processed from its first record without Streams and without a cluster: the same state
 * machines, the same order, the same bytes, with the state in memory (log-time.md, "Replay"). Used by one thread.
 */
public final class OfflineLog {

    private final Topic input;
    private final RecordProcessor processor;
    private Instant now = Instant.EPOCH;

    private OfflineLog(Topic input, RecordProcessor processor) {
        this.input = input;
        this.processor = processor;
    }

    /** Without any state yet. */
    public static OfflineLog open(Topic input, DecisionSettings settings, OutputFormat format) {
        Map<String, KeyValueTable> state = new HashMap<>();
        Function<String, KeyValueTable> tables = name -> state.computeIfAbsent(name, it -> KeyValueTable.inMemory());
        var meters = new StreamMeters(new SimpleMeterRegistry());
        PartitionStateMachine machine = PartitionStateMachine.of(input).open(settings, tables, format, meters);
        return new OfflineLog(input, new RecordProcessor(machine, meters));
    }

    /** Log time after the last record; the beginning of 1970 before the first. */
    public Instant logTime() {
        return now;
    }

    /** Log time that the next record would bring. */
    public Instant logTimeOf(ConsumerRecord<byte[], byte[]> next) {
        return Instant.ofEpochMilli(LogTime.of(next.timestamp(), now.toEpochMilli()));
    }

    /** What the next committed record emits, in order. */
    public List<OutputRecord> process(ConsumerRecord<byte[], byte[]> record) {
        now = logTimeOf(record);
        var source = new Source(input.logicalName(), record.partition(), record.offset());
        return processor
                .process(new RecordContext(now, source, record.key(), record.value(), record.headers()))
                .outputs();
    }
}
