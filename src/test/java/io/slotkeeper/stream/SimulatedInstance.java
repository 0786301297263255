package io.slotkeeper.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.logtime.LogTime;
import io.slotkeeper.oracle.Histories;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TraceContext;
import io.slotkeeper.wire.OutputFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;

/** An instance that processes one partition: its processor, what it wrote since it last committed, and how far it is. */
final class SimulatedInstance {

    private static final StreamMeters METERS = new StreamMeters(new SimpleMeterRegistry());

    private final Map<String, Topic> topics = new HashMap<>();
    private final SimulatedFuse fuse = new SimulatedFuse();
    private final SimulatedContext<byte[], SinkValue> context = new SimulatedContext<>(fuse);
    private final LogProcessor processor;
    private SimulatedState state;
    private long offset;
    private long logTime;

    /** @param clock of the instance */
    SimulatedInstance(Topic input, SimulatedState committed, long offset, long logTime, Instant clock) {
        this.state = committed.copy(fuse);
        Map<Topic, String> sinks = SlotkeeperTopology.sinks("simulated", input);
        sinks.forEach((topic, sink) -> topics.put(sink, topic));
        this.processor = new LogProcessor(
                input,
                sinks,
                Ticks.SENT,
                any -> PartitionStateMachine.of(input)
                        .open(Histories.settings(), state, OutputFormat.AVRO, METERS.decisions()),
                METERS,
                new OpenPartitions());
        begin(offset, logTime, clock);
    }

    /** The same processor starts again from what is committed, as Streams revives a task. */
    void revive(SimulatedState committed, long fromOffset, long fromLogTime, Instant clock) {
        state = committed.copy(fuse);
        begin(fromOffset, fromLogTime, clock);
    }

    private void begin(long fromOffset, long fromLogTime, Instant clock) {
        fuse.remove();
        offset = fromOffset;
        logTime = fromLogTime;
        context.resetForwards();
        context.setCurrentSystemTimeMs(clock.toEpochMilli());
        processor.init(context);
    }

    long offset() {
        return offset;
    }

    long logTime() {
        return logTime;
    }

    SimulatedState state() {
        return state;
    }

    SimulatedFuse fuse() {
        return fuse;
    }

    /** @throws RuntimeException if something fails; what was done for the record is then to be rolled back */
    void process(ConsumerRecord<byte[], byte[]> record, Instant clock) {
        context.setCurrentSystemTimeMs(clock.toEpochMilli());
        context.setRecordMetadata(record.topic(), record.partition(), record.offset());
        logTime = LogTime.of(record.timestamp(), logTime);
        processor.process(new Record<>(record.key(), record.value(), logTime, record.headers()));
        offset = record.offset() + 1;
    }

    void punctuate(Instant clock) {
        context.setCurrentSystemTimeMs(clock.toEpochMilli());
        context.punctuate();
    }

    /** What it has written since this was last asked, in order; ticks are for the input itself. */
    List<OutputRecord> takeOutputs() {
        List<OutputRecord> outputs = new ArrayList<>();
        for (CapturedForward<? extends byte[], ? extends SinkValue> one : context.forwarded()) {
            SinkValue value = one.record().value();
            outputs.add(new OutputRecord(
                    Objects.requireNonNull(topics.get(one.childName().orElseThrow())),
                    value.partition(),
                    one.record().key(),
                    value.bytes(),
                    Instant.ofEpochMilli(one.record().timestamp()),
                    TraceContext.of(one.record().headers())));
        }
        context.resetForwards();
        return outputs;
    }

    /** It gives the partition back. */
    void close() {
        processor.close();
    }
}
