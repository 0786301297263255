package io.slotkeeper.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What Streams is to a processor: with punctuations that come when the instance's clock says so, and outputs that can
 * fail.
 *
 * @param <A> keys of outputs; Java has no way to name arrays where the method with the outputs is declared
 * @param <B> values of outputs
 */
final class SimulatedContext<A, B> extends MockProcessorContext<A, B> {

    private final SimulatedFuse fuse;
    private final List<Scheduled> scheduled = new ArrayList<>();

    private static final class Scheduled implements Cancellable {
        private final long every;
        private final Punctuator punctuator;
        private long next;
        private boolean cancelled;

        Scheduled(long next, long every, Punctuator punctuator) {
            this.next = next;
            this.every = every;
            this.punctuator = punctuator;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    SimulatedContext(SimulatedFuse fuse) {
        this.fuse = fuse;
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        return schedule(currentSystemTimeMs() + interval.toMillis(), interval, callback);
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator callback) {
        long every = interval.toMillis();
        long since = currentSystemTimeMs() - start.toEpochMilli();
        return schedule(start.toEpochMilli() + (since / every + 1) * every, interval, callback);
    }

    private Cancellable schedule(long first, Duration interval, Punctuator callback) {
        var one = new Scheduled(first, interval.toMillis(), callback);
        scheduled.add(one);
        return one;
    }

    /** All that is due by the clock, each once however often its time has come. */
    void punctuate() {
        long now = currentSystemTimeMs();
        for (Scheduled one : List.copyOf(scheduled)) {
            if (!one.cancelled && one.next <= now) {
                one.next = now + one.every;
                one.punctuator.punctuate(now);
            }
        }
        scheduled.removeIf(one -> one.cancelled);
    }

    @Override
    public <K extends A, V extends B> void forward(Record<K, V> record, String childName) {
        fuse.pass();
        super.forward(record, childName);
    }
}
