package io.slotkeeper.process;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.request.Limits;
import java.util.List;
import java.util.stream.Stream;

/**
 * One partition of an input log and the state that is made from it, record by record, each in this order (log-time.md,
 * "What a record does, in order"): due deadlines are announced and written; a tick ends here; the request is read,
 * decided, encoded and written. What is to be emitted comes back: snapshots, then the outcome.
 *
 * <p>Guarantees: every request has exactly one outcome, every other record but a tick exactly one refused record. All
 * that can throw on account of an announcement or a request happens before its first write; a failure there refuses the
 * request and the partition goes on. The same records give the same outputs, wherever and whenever, as long as no
 * document was set aside ({@link PartitionStateMachine#announceDue}).
 */
public final class RecordProcessor {

    private final PartitionStateMachine machine;
    private final StreamMeters meters;

    public RecordProcessor(PartitionStateMachine machine, StreamMeters meters) {
        this.machine = machine;
        this.meters = meters;
    }

    /**
     * What a record came to.
     *
     * @param announced how many deadlines
     * @param outputs to be emitted, in this order
     */
    public record Processed(boolean tick, int announced, List<OutputRecord> outputs) {}

    /** What is due next, of all that is stored. */
    public DueIndex<?> due() {
        return machine.due();
    }

    /** @throws RuntimeException when writing fails; what was written before must then be taken back */
    public Processed process(RecordContext record) {
        boolean tick = Tick.is(record.value());
        machine.meta().ensureWritten();
        Announced announced = announceDue(record, tick ? machine.announcedByTick() : Limits.ANNOUNCED_PER_REQUEST);
        announced.result().writes().run();
        Result decided = tick ? Result.NOTHING : machine.decide(record);
        decided.writes().run();
        return new Processed(tick, announced.count(), outputs(announced.result().outputs(), decided.outputs()));
    }

    private Announced announceDue(RecordContext record, int limit) {
        if (!machine.due().isDue(record.now())) {
            return Announced.NOTHING;
        }
        Announced announced = machine.announceDue(record, limit);
        meters.announced(announced.count());
        return announced;
    }

    private static List<OutputRecord> outputs(List<OutputRecord> announced, List<OutputRecord> decided) {
        return announced.isEmpty()
                ? decided
                : Stream.concat(announced.stream(), decided.stream()).toList();
    }
}
