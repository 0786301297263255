package io.slotkeeper.stream;

import io.slotkeeper.logtime.TickPacer;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.process.PartitionState;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.process.RecordContext;
import io.slotkeeper.process.RecordProcessor;
import io.slotkeeper.process.RecordProcessor.Processed;
import io.slotkeeper.process.Tick;
import io.slotkeeper.request.Source;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.stream.query.OpenPartitions.OpenPartition;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.Cancellable;
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

    /** How far ahead looks are planned one by one. */
    private static final Duration HORIZON = Duration.ofSeconds(10);

    /** Streams takes no shorter one. */
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);

    private final Topic topic;
    private final Map<Topic, String> sinks;
    private final Ticks ticks;
    private final Function<PartitionState, PartitionStateMachine> opener;
    private final StreamMeters meters;
    private final OpenPartitions openPartitions;

    // Assigned in init(): a task is also revived after an abort, and none of this may survive that.
    private @Nullable ProcessorContext<byte[], SinkValue> context;
    private @Nullable TaskState state;
    private @Nullable RecordProcessor records;
    private @Nullable OpenPartition openPartition;
    private String task = "";
    private TickPacer pacer = new TickPacer();
    private @Nullable Cancellable planned;
    private @Nullable Cancellable plannedCommit;
    private Instant plannedLook = Instant.MAX;

    LogProcessor(
            Topic topic,
            Map<Topic, String> sinks,
            Ticks ticks,
            Function<PartitionState, PartitionStateMachine> opener,
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
        closeState();
        state = new TaskState(context);
        PartitionStateMachine machine = opener.apply(state);
        records = new RecordProcessor(machine, meters.decisions());
        pacer = new TickPacer();
        planned = null;
        plannedCommit = null;
        openPartition = openPartitions.open(topic, context.taskId().partition(), machine);
        plannedLook = Instant.MAX;
        if (ticks == Ticks.SENT) {
            context.schedule(Instant.EPOCH, HORIZON, PunctuationType.WALL_CLOCK_TIME, this::punctuate);
            planLook(clock());
        }
    }

    @Override
    public void close() {
        meters.closed(task);
        if (openPartition != null) {
            openPartitions.close(openPartition);
        }
        closeState();
        // Streams keeps a processor whose partition has moved away, and with it whatever that holds on to.
        openPartition = null;
        records = null;
        context = null;
        planned = null;
        plannedCommit = null;
    }

    private void closeState() {
        if (state != null) {
            state.close();
            state = null;
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordContext input = input(record);
        Processed processed = records().process(input);
        processed.outputs().forEach(this::forward);
        pace(input, processed);
        commitSoon();
    }

    /** An answer is read when its transaction is committed. */
    private void commitSoon() {
        CommitPacer.Advice advice = CommitPacer.ofThisThread().processed(System.nanoTime());
        if (advice instanceof CommitPacer.Advice.Commit) {
            context().commit();
        } else if (advice instanceof CommitPacer.Advice.CommitAfter after) {
            cancelPlannedCommit();
            plannedCommit =
                    context().schedule(after.delay(), PunctuationType.WALL_CLOCK_TIME, clock -> commitAsPlanned());
        }
    }

    private void commitAsPlanned() {
        cancelPlannedCommit();
        context().commit();
        CommitPacer.ofThisThread().askedFor(System.nanoTime());
    }

    /** Streams repeats a punctuation until it is cancelled: one that is forgotten would commit for ever. */
    private void cancelPlannedCommit() {
        if (plannedCommit != null) {
            plannedCommit.cancel();
            plannedCommit = null;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private RecordContext input(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        var source = new Source(topic.logicalName(), metadata.partition(), metadata.offset());
        return new RecordContext(
                Instant.ofEpochMilli(record.timestamp()), source, record.key(), record.value(), record.headers());
    }

    /** Without the other headers of the input, which may contain tokens. */
    private void forward(OutputRecord output) {
        var value = new SinkValue(output.value(), output.partition());
        var record = new Record<>(output.key(), value, output.timestamp().toEpochMilli());
        output.trace().addTo(record.headers());
        context().forward(record, sinks.get(output.topic()));
    }

    private void pace(RecordContext input, Processed processed) {
        Instant clock = clock();
        meters.logTime(task, input.now(), clock);
        openPartition().moved(input.now());
        // The records of one poll may take seconds.
        openPartitions.ran(System.nanoTime());
        if (processed.tick()) {
            pacer.tickRead(input.now(), clock, processed.announced());
        } else {
            pacer.recordRead(input.now(), clock);
        }
        if (ticks == Ticks.SENT) {
            if (processed.tick() && records().due().isDue(input.now())) {
                sendTick(input.now());
            }
            planLook(clock);
        }
    }

    /**
     * Streams commits after every punctuation, also if nothing was written: so there is one when a tick may be needed,
     * and one in each {@link #HORIZON} for all partitions of a thread together.
     */
    private void planLook(Instant clock) {
        pacer.nextLook(records().due())
                .filter(look -> look.isBefore(plannedLook) && look.isBefore(clock.plus(HORIZON)))
                .ifPresent(look -> {
                    cancelPlannedLook();
                    plannedLook = look;
                    Duration delay = Duration.between(clock, look);
                    planned = context()
                            .schedule(
                                    longer(delay, SHORTEST_DELAY),
                                    PunctuationType.WALL_CLOCK_TIME,
                                    this::lookAsPlanned);
                });
    }

    private void lookAsPlanned(long wallClock) {
        cancelPlannedLook();
        punctuate(wallClock);
    }

    private void cancelPlannedLook() {
        if (planned != null) {
            planned.cancel();
            planned = null;
        }
        plannedLook = Instant.MAX;
    }

    /** Reads the next deadline and no state: state changes only when a record is read (docs/spec/log-time.md). */
    private void punctuate(long wallClock) {
        Instant clock = Instant.ofEpochMilli(wallClock);
        if (pacer.needsTick(records().due(), clock)) {
            sendTick(clock);
        }
        planLook(clock);
    }

    private Instant clock() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
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
