package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.logtime.LogTime;
import io.slotkeeper.oracle.Histories;
import io.slotkeeper.oracle.LogRecord;
import io.slotkeeper.process.DecisionMeters;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.process.RecordContext;
import io.slotkeeper.process.RecordProcessor;
import io.slotkeeper.request.Source;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;

/**
 * One partition of an input on a cluster that isn't there: its log, what of the outputs and of the state is committed, and
 * the instance that processes it. Everything happens when a step says so and in no other order. Beside it the same log is
 * processed without any fault; after each commit both must have given the same bytes.
 */
final class SimulatedPartition {

    /** Whether what is written in a transaction can be read before its end, and stays if it never ends well. */
    private static final boolean TRANSACTIONAL =
            StreamsConfig.EXACTLY_ONCE_V2.equals(StreamsSettings.of("simulated", "none:1", Path.of("none"), 1, Map.of())
                    .get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));

    private static final DecisionMeters METERS = new DecisionMeters(new SimpleMeterRegistry());

    /** After the last fault, in log time: until every deadline that has come is announced. */
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(30);

    private static final Duration SETTLING_STEP = Duration.ofSeconds(20);

    private final Topic input;
    private final List<LogRecord> log = new ArrayList<>();
    private final List<OutputRecord> leaked = new ArrayList<>();
    private SimulatedState committed = new SimulatedState(new SimulatedFuse());
    private long committedOffset;
    private long committedLogTime;

    private final SimulatedState expectedState = new SimulatedState(new SimulatedFuse());
    private final RecordProcessor expected;
    private long expectedLogTime;

    /** Of the broker, which gives the records their timestamps. */
    private Instant brokerClock;
    /** The latest that it was. */
    private Instant latest;

    /** Of whatever instance processes the partition, ahead of the broker's. */
    private Duration skew = Duration.ZERO;

    private SimulatedInstance instance;
    private long steps;

    SimulatedPartition(Topic input, Instant begin) {
        this.input = input;
        this.brokerClock = begin;
        this.latest = begin;
        this.expected = new RecordProcessor(
                PartitionStateMachine.of(input).open(Histories.settings(), expectedState, OutputFormat.AVRO, METERS),
                METERS);
        this.instance = open();
    }

    /** How many records were processed, punctuations run and transactions committed. */
    long steps() {
        return steps;
    }

    private SimulatedInstance open() {
        return new SimulatedInstance(input, committed, committedOffset, committedLogTime, instanceClock());
    }

    private Instant instanceClock() {
        return brokerClock.plus(skew);
    }

    /** A client's record is in the log from now on. */
    void append(LogRecord record) {
        brokerClock = record.at();
        latest = brokerClock.isAfter(latest) ? brokerClock : latest;
        log.add(record);
    }

    /** Time passes; the instance does what its clock says. */
    void pass(Duration time) {
        brokerClock = brokerClock.plus(time);
        latest = brokerClock.isAfter(latest) ? brokerClock : latest;
        process(0);
    }

    /** The clock of the instance's machine is set. */
    void setSkew(Duration ahead) {
        skew = ahead;
    }

    /** The instance processes so many records at most, and all that its clock says. */
    void process(int most) {
        failing(it -> {
            for (int i = 0; i < most && it.offset() < log.size(); i++) {
                steps++;
                it.process(next(it), instanceClock());
            }
            steps++;
            it.punctuate(instanceClock());
        });
    }

    private ConsumerRecord<byte[], byte[]> next(SimulatedInstance of) {
        return Histories.consumed(log.get(Math.toIntExact(of.offset())), of.offset());
    }

    /** What fails ends the transaction, and the task starts again. */
    private void failing(Consumer<SimulatedInstance> work) {
        try {
            work.accept(instance);
        } catch (RuntimeException e) {
            abort();
        }
    }

    /** Operations on stores and outputs fail from this one on, so many. */
    void failAt(long operation, int times) {
        instance.fuse().failAt(operation, times);
    }

    /** The transaction takes effect: all of it, or nothing. */
    void commit() {
        instance.fuse().remove();
        List<OutputRecord> written = new ArrayList<>(leaked);
        leaked.clear();
        written.addAll(instance.takeOutputs());
        List<OutputRecord> ticks =
                written.stream().filter(one -> one.topic() == input).toList();
        written.removeAll(ticks);
        steps++;
        compare(written, expected(instance.offset()));
        if (instance.offset() > committedOffset) {
            committed = instance.state().copy(new SimulatedFuse());
            committedOffset = instance.offset();
            committedLogTime = instance.logTime();
        }
        ticks.forEach(tick -> log.add(Histories.tick(input, brokerClock)));
    }

    /** What the records give that are committed now, without any fault. */
    private List<OutputRecord> expected(long end) {
        List<OutputRecord> outputs = new ArrayList<>();
        for (long offset = committedOffset; offset < end; offset++) {
            ConsumerRecord<byte[], byte[]> record = Histories.consumed(log.get(Math.toIntExact(offset)), offset);
            expectedLogTime = LogTime.of(record.timestamp(), expectedLogTime);
            var source = new Source(input.logicalName(), record.partition(), offset);
            outputs.addAll(expected.process(new RecordContext(
                            Instant.ofEpochMilli(expectedLogTime),
                            source,
                            record.key(),
                            record.value(),
                            record.headers()))
                    .outputs());
        }
        return outputs;
    }

    private static void compare(List<OutputRecord> written, List<OutputRecord> expected) {
        assertThat(written.size()).as("number of outputs").isEqualTo(expected.size());
        for (int i = 0; i < written.size(); i++) {
            OutputRecord one = written.get(i);
            OutputRecord other = expected.get(i);
            boolean same = one.topic() == other.topic()
                    && one.partition() == other.partition()
                    && one.timestamp().equals(other.timestamp())
                    && Arrays.equals(one.key(), other.key())
                    && Arrays.equals(one.value(), other.value());
            assertThat(same).as("%s is %s", one, other).isTrue();
        }
    }

    /** The transaction is aborted, and the task revived in the same instance. */
    void abort() {
        forget(instance);
        instance.revive(committed, committedOffset, committedLogTime, instanceClock());
    }

    private void forget(SimulatedInstance one) {
        List<OutputRecord> lost = one.takeOutputs();
        if (!TRANSACTIONAL) {
            leaked.addAll(lost);
        }
    }

    /** The instance dies; another one takes over from what is committed. */
    void die() {
        forget(instance);
        instance = open();
    }

    /** The instance has lost the partition, doesn't know it yet, and goes on; what it writes is refused. */
    void loseWhileProcessing(int records) {
        SimulatedInstance former = instance;
        former.takeOutputs();
        former.fuse().remove();
        instance = open();
        for (int i = 0; i < records && former.offset() < log.size(); i++) {
            former.process(next(former), instanceClock());
        }
        former.takeOutputs();
    }

    /** The instance gives the partition to another one. */
    void handOver() {
        commit();
        instance.close();
        instance = open();
    }

    /**
     * Nothing happens any more but what the instance does by itself. All records are processed, and every deadline is
     * announced that has come.
     */
    void settle() {
        brokerClock = latest;
        Instant end = brokerClock.plus(SETTLES_WITHIN);
        while (brokerClock.isBefore(end)) {
            process(Integer.MAX_VALUE);
            commit();
            brokerClock = brokerClock.plus(SETTLING_STEP);
        }
        while (committedOffset < log.size()) {
            process(Integer.MAX_VALUE);
            commit();
        }
        assertThat(expected.due().isDue(brokerClock.minus(SETTLING_STEP.multipliedBy(2))))
                .as("a deadline that nobody announces")
                .isFalse();
        assertThat(committed.sameAs(expectedState)).as("the same state").isTrue();
    }
}
