package io.slotkeeper.audit;

import io.slotkeeper.audit.PartitionAudit.LogEnd;
import io.slotkeeper.oracle.Output;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One partition of a compacted topic: of each key the last record stands there, unless that is a tombstone, which goes as
 * well after a while. All that is there was emitted, in this order. Compaction removes every record of a key up to the
 * last one that it has seen, so what is missing behind a record of its key that is still there was never written.
 */
final class SnapshotsCheck implements AutoCloseable {

    private final OutputPartition snapshots;
    private final long written;
    private final Tally tally;
    private final Consumer<CommittedOutput> observer;
    /** Where the last record of each key stands that is there and no tombstone. */
    private final Map<String, Long> there = new HashMap<>();
    /** Expected and not there, by key: right if the key has a later record. */
    private final Map<String, Output> owed = new HashMap<>();

    /**
     * @param snapshots closed with this
     * @param written the input's end when the outputs' ends were known: nothing can be made for a record behind it
     * @param observer is shown each record that is there, right or wrong, in their order
     */
    SnapshotsCheck(OutputPartition snapshots, long written, Tally tally, Consumer<CommittedOutput> observer) {
        this.snapshots = snapshots;
        this.written = written;
        this.tally = tally;
        this.observer = observer;
    }

    /**
     * Judges one snapshot or tombstone.
     *
     * @param offset of the record that emits it
     */
    void expect(Output expected, long offset) {
        settle(offset - 1, expected.at());
        Optional<CommittedOutput> found = snapshots.peek();
        if (found.filter(it -> it.is(expected)).isPresent()) {
            take();
        } else if (found.filter(it -> isMeant(it, expected, offset)).isPresent()) {
            tally.fault(Judged.SNAPSHOTS, expected, take());
        } else {
            absent(expected);
        }
    }

    /** The same change of the same thing, told otherwise. */
    private boolean isMeant(CommittedOutput found, Output expected, long offset) {
        return !found.isTombstone()
                && expected.content().isPresent()
                && found.key().equals(expected.key().orElse(""))
                && snapshots.position(found) == offset
                && found.fields().integer("revision").equals(revision(expected));
    }

    private static Optional<Long> revision(Output expected) {
        return expected.content()
                .flatMap(it -> it.get("revision") instanceof Long number ? Optional.of(number) : Optional.empty());
    }

    private void absent(Output expected) {
        String key = expected.key().orElse("");
        Long before = there.get(key);
        if (before != null && snapshots.again(before).isPresent()) {
            missing(expected);
        } else if (expected.content().isPresent()) {
            owed.put(key, expected);
        } else {
            owed.remove(key);
        }
    }

    private void missing(Output expected) {
        tally.judged(Judged.SNAPSHOTS);
        tally.missing(Judged.SNAPSHOTS, expected, snapshots.coordinates());
    }

    private CommittedOutput take() {
        CommittedOutput taken = snapshots.take();
        tally.judged(Judged.SNAPSHOTS);
        owed.remove(taken.key());
        if (taken.isTombstone()) {
            there.remove(taken.key());
        } else {
            there.put(taken.key(), taken.committed().offset());
        }
        observer.accept(taken);
        return taken;
    }

    /**
     * Whatever still stands here for records up to this one is too much.
     *
     * @param now log time at the next record
     */
    void settle(long offset, Instant now) {
        Optional<CommittedOutput> found = snapshots.peek();
        while (found.isPresent() && isPast(found.get(), offset, now)) {
            tally.fault(Judged.SNAPSHOTS, take());
            found = snapshots.peek();
        }
    }

    /** A tombstone says only when it was made; log time never steps back. */
    private boolean isPast(CommittedOutput found, long offset, Instant now) {
        return found.isTombstone()
                ? found.at().isBefore(now)
                : snapshots.position(found) <= offset || snapshots.position(found) >= written;
    }

    /**
     * After the last record: the others may be made for records behind it, if there are some, and may be those for which
     * earlier ones were compacted away.
     */
    void end(LogEnd end) {
        end.next().ifPresent(next -> settle(end.offset() - 1, next));
        while (snapshots.peek().isPresent()) {
            if (end.next().isPresent()) {
                owed.remove(snapshots.take().key());
            } else {
                tally.fault(Judged.SNAPSHOTS, take());
            }
        }
        List.copyOf(owed.values()).stream()
                .sorted(Comparator.comparing(Output::at)
                        .thenComparing(it -> it.key().orElse("")))
                .forEach(this::missing);
    }

    @Override
    public void close() {
        snapshots.close();
    }
}
