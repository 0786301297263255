package io.slotkeeper.process;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.request.field.Limits;
import java.util.List;

/**
 * Processes one partition of an input log record by record, each in the order of
 * docs/spec/log-time.md#what-a-record-does-in-order: due deadlines are announced and written; a tick ends here; the
 * request is read, decided, encoded and written. The records to emit are returned: snapshots first, then the outcome.
 * Not thread-safe.
 *
 * <p>Guarantees: every request has exactly one outcome, every other record except a tick exactly one refused record.
 * Everything that can throw because of an announcement or a request happens before its first write; a failure there
 * refuses the request, and the partition goes on. The same records give the same outputs in every processing, as long
 * as no entry was set aside ({@link PartitionStateMachine#announceDue}).
 */
public final class RecordProcessor {

    private final PartitionStateMachine machine;
    private final DecisionMeters meters;

    public RecordProcessor(PartitionStateMachine machine, DecisionMeters meters) {
        this.machine = machine;
        this.meters = meters;
    }

    /**
     * Result of processing a record.
     *
     * @param tick whether the record is a tick
     * @param announced number of deadlines announced
     * @param outputs records to be emitted, in this order
     */
    public record Processed(boolean tick, int announced, List<OutputRecord> outputs) {}

    /** The deadlines of all stored entries. */
    public DueIndex due() {
        return machine.due();
    }

    /**
     * Processes a record and writes its changes.
     *
     * @throws RuntimeException if state can't be read or written; the caller must then roll back all writes of the
     *     record
     */
    public Processed process(RecordContext record) {
        boolean tick = Tick.is(record.value());
        machine.meta().ensureWritten();
        Announced announced = announceDue(record, tick ? machine.announcedByTick() : Limits.ANNOUNCED_PER_REQUEST);
        announced.result().writes().run();
        Result decided = tick ? Result.NOTHING : machine.decide(record);
        decided.writes().run();
        return new Processed(
                tick, announced.count(), Result.concat(announced.result().outputs(), decided.outputs()));
    }

    private Announced announceDue(RecordContext record, int limit) {
        if (!machine.due().isDue(record.now())) {
            return Announced.NOTHING;
        }
        Announced announced = machine.announceDue(record, limit);
        meters.announced(announced.count());
        return announced;
    }
}
