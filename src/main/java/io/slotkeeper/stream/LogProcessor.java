package io.slotkeeper.stream;

import io.slotkeeper.logtime.TickPacer;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.process.PartitionLog;
import io.slotkeeper.process.PartitionLog.Input;
import io.slotkeeper.process.PartitionLog.Step;
import io.slotkeeper.process.Shard;
import io.slotkeeper.process.Shard.Turn;
import io.slotkeeper.process.StreamMeters;
import io.slotkeeper.process.Tick;
import io.slotkeeper.request.Source;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.stream.query.OpenPartitions.OpenPartition;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PartitionLog} in Streams: takes its records, forwards what they came to, and sends ticks. A failure while
 * writing or forwarding aborts the transaction, and the task starts again from committed state: Kafka's own "continue"
 * handlers would not undo writes already made.
 *
 * @param <K> key of a stored document
 * @param <R> the requests of the input topic
 */
public final class LogProcessor<K extends Comparable<? super K>, R>
        implements Processor<byte[], byte[], byte[], SinkValue> {

    private final Topic topic;
    private final String name;
    private final int partitions;
    private final Ticks ticks;
    private final Function<ProcessorContext<byte[], SinkValue>, Shard<K, R>> opener;
    private final OutputFormat format;
    private final StreamMeters meters;
    private final OpenPartitions partitionsHere;

    // All of these start anew in init(): a task is also revived after an abort, and nothing may survive that.
    private @Nullable ProcessorContext<byte[], SinkValue> context;
    private @Nullable PartitionLog<K, R> log;
    private @Nullable OpenPartition here;
    private String task = "";
    private TickPacer pacer = new TickPacer();

    LogProcessor(
            Topic topic,
            String name,
            int partitions,
            Ticks ticks,
            Function<ProcessorContext<byte[], SinkValue>, Shard<K, R>> opener,
            OutputFormat format,
            StreamMeters meters,
            OpenPartitions partitionsHere) {
        this.topic = topic;
        this.name = name;
        this.partitions = partitions;
        this.ticks = ticks;
        this.opener = opener;
        this.format = format;
        this.meters = meters;
        this.partitionsHere = partitionsHere;
    }

    @Override
    public void init(ProcessorContext<byte[], SinkValue> context) {
        this.context = context;
        task = context.taskId().toString();
        Shard<K, R> shard = opener.apply(context);
        log = new PartitionLog<>(partitions, shard, format, meters);
        pacer = new TickPacer();
        here = partitionsHere.open(topic, context.taskId().partition(), shard.holds());
        if (ticks == Ticks.SENT) {
            // Streams commits after a punctuation, whatever it did. All tasks of a thread look at the same time,
            // so it has 20 empty transactions a second when idle, and not as many as the commit interval allows.
            context.schedule(Instant.EPOCH, TickPacer.lookInterval(), PunctuationType.WALL_CLOCK_TIME, this::punctuate);
        }
    }

    @Override
    public void close() {
        meters.closed(task);
        if (here != null) {
            partitionsHere.close(here);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Turn turn = turn(record);
        Step step = log().process(turn, new Input(record.key(), record.value(), record.headers()));
        step.emissions().forEach(emission -> forward(emission, turn.now()));
        pace(turn, step);
    }

    private Turn turn(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        var source = new Source(topic.logicalName(), metadata.partition(), metadata.offset());
        return new Turn(Instant.ofEpochMilli(record.timestamp()), source, metadata.partition());
    }

    /** Without the headers of the input, which may hold tokens. */
    private void forward(OutputRecord emission, Instant timestamp) {
        var payload = new SinkValue(emission.value(), emission.partition());
        context()
                .forward(
                        new Record<>(emission.key(), payload, timestamp.toEpochMilli()),
                        emission.channel().sinkOf(name));
    }

    private void pace(Turn turn, Step step) {
        Instant clock = Instant.ofEpochMilli(context().currentSystemTimeMs());
        meters.logTime(task, turn.now(), clock);
        here().moved(turn.now());
        if (!step.tick()) {
            pacer.recordRead(turn.now(), clock);
            return;
        }
        pacer.tickRead(turn.now(), clock, step.announced());
        boolean more = log().due()
                .earliest()
                .filter(deadline -> !deadline.isAfter(turn.now()))
                .isPresent();
        if (more && ticks == Ticks.SENT) {
            sendTick(turn.partition(), turn.now());
        }
    }

    /** Looks at the next deadline and at no state: state changes only when a record is read (log-time.md). */
    private void punctuate(long wallClock) {
        here().looked(System.nanoTime());
        if (pacer.needsTick(log().due(), Instant.ofEpochMilli(wallClock))) {
            sendTick(context().taskId().partition(), Instant.ofEpochMilli(wallClock));
        }
    }

    private void sendTick(int partition, Instant timestamp) {
        forward(Tick.into(partition), timestamp);
        pacer.tickSent();
        meters.tickSent();
    }

    private ProcessorContext<byte[], SinkValue> context() {
        return Objects.requireNonNull(context, "init() comes first");
    }

    private OpenPartition here() {
        return Objects.requireNonNull(here, "init() comes first");
    }

    private PartitionLog<K, R> log() {
        return Objects.requireNonNull(log, "init() comes first");
    }
}
