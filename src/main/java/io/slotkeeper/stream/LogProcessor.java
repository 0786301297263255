package io.slotkeeper.stream;

import io.slotkeeper.logtime.TickPacer;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.process.RecordContext;
import io.slotkeeper.process.RecordProcessor;
import io.slotkeeper.process.RecordProcessor.Processed;
import io.slotkeeper.process.StreamMeters;
import io.slotkeeper.process.Tick;
import io.slotkeeper.request.Source;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.stream.query.OpenPartitions.OpenPartition;
import io.slotkeeper.topics.Topic;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link RecordProcessor} in Kafka Streams: passes it the records of a task, forwards its outputs and sends
 * ticks. A failure while writing or forwarding aborts the transaction, and the task starts again from committed state:
 * Kafka's own "continue" handlers would not roll back writes already made.
 */
final class LogProcessor implements Processor<byte[], byte[], byte[], SinkValue> {

    private final Topic topic;
    private final Map<Topic, String> sinks;
    private final Ticks ticks;
    private final Function<ProcessorContext<byte[], SinkValue>, PartitionStateMachine> opener;
    private final StreamMeters meters;
    private final OpenPartitions openPartitions;

    // Assigned in init(): a task is also revived after an abort, and none of this may survive that.
    private @Nullable ProcessorContext<byte[], SinkValue> context;
    private @Nullable RecordProcessor records;
    private @Nullable OpenPartition openPartition;
    private String task = "";
    private TickPacer pacer = new TickPacer();

    LogProcessor(
            Topic topic,
            Map<Topic, String> sinks,
            Ticks ticks,
            Function<ProcessorContext<byte[], SinkValue>, PartitionStateMachine> opener,
            StreamMeters meters,
            OpenPartitions openPartitions) {
        this.topic = topic;
        this.sinks = sinks;
        this.ticks = ticks;
        this.opener = opener;
        this.meters = meters;
        this.openPartitions = openPartitions;
    }

    @Override
    public void init(ProcessorContext<byte[], SinkValue> context) {
        this.context = context;
        task = context.taskId().toString();
        PartitionStateMachine machine = opener.apply(context);
        records = new RecordProcessor(machine, meters);
        pacer = new TickPacer();
        openPartition = openPartitions.open(topic, context.taskId().partition(), machine);
        if (ticks == Ticks.SENT) {
            // Streams commits after every punctuation. All tasks of a thread punctuate at the same time, so that an
            // idle thread commits 20 empty transactions a second, and not as many as the commit interval allows.
            context.schedule(Instant.EPOCH, TickPacer.lookInterval(), PunctuationType.WALL_CLOCK_TIME, this::punctuate);
        }
    }

    @Override
    public void close() {
        meters.closed(task);
        if (openPartition != null) {
            openPartitions.close(openPartition);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordContext input = input(record);
        Processed processed = records().process(input);
        processed.outputs().forEach(this::forward);
        pace(input, processed);
    }

    private RecordContext input(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        var source = new Source(topic.logicalName(), metadata.partition(), metadata.offset());
        return new RecordContext(
                Instant.ofEpochMilli(record.timestamp()), source, record.key(), record.value(), record.headers());
    }

    /** Without the headers of the input, which may contain tokens. */
    private void forward(OutputRecord output) {
        var value = new SinkValue(output.value(), output.partition());
        context()
                .forward(
                        new Record<>(output.key(), value, output.timestamp().toEpochMilli()),
                        sinks.get(output.topic()));
    }

    private void pace(RecordContext input, Processed processed) {
        Instant clock = Instant.ofEpochMilli(context().currentSystemTimeMs());
        meters.logTime(task, input.now(), clock);
        openPartition().moved(input.now());
        if (!processed.tick()) {
            pacer.recordRead(input.now(), clock);
            return;
        }
        pacer.tickRead(input.now(), clock, processed.announced());
        if (records().due().isDue(input.now()) && ticks == Ticks.SENT) {
            sendTick(input.now());
        }
    }

    /** Reads the next deadline and no state: state changes only when a record is read (docs/spec/log-time.md). */
    private void punctuate(long wallClock) {
        openPartition().looked(System.nanoTime());
        if (pacer.needsTick(records().due(), Instant.ofEpochMilli(wallClock))) {
            sendTick(Instant.ofEpochMilli(wallClock));
        }
    }

    private void sendTick(Instant timestamp) {
        forward(Tick.into(topic, context().taskId().partition(), timestamp));
        pacer.tickSent();
        meters.tickSent();
    }

    private ProcessorContext<byte[], SinkValue> context() {
        return Objects.requireNonNull(context, "init() comes first");
    }

    private OpenPartition openPartition() {
        return Objects.requireNonNull(openPartition, "init() comes first");
    }

    private RecordProcessor records() {
        return Objects.requireNonNull(records, "init() comes first");
    }
}
