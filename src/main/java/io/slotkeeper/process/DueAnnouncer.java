package io.slotkeeper.process;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.DueIndex.Due;
import io.slotkeeper.logtime.Sweep;
import io.slotkeeper.wire.RefusedCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the due deadlines of one kind of document, all of a record or none. An announcement sees the changes of
 * those before it, and each changed document is encoded once.
 *
 * @param <K> document key
 */
final class DueAnnouncer<K extends Comparable<? super K>> {

    private static final Logger LOG = LoggerFactory.getLogger(DueAnnouncer.class);

    /** Planned, unwritten changes, as far as deadlines are concerned. */
    interface PlannedChanges<K> {

        /** Earliest deadline of a document after the changes; empty if it has none. */
        Optional<Instant> deadline(K document);

        /** Announces that deadline; counts as one entry. */
        void announceNext(K document);

        Result encode();
    }

    private final DueIndex<K> due;
    private final Function<RecordContext, PlannedChanges<K>> changes;
    private final Outcomes outcomes;
    private final DecisionMeters meters;

    /** @param changes creates an empty layer of changes over the stored state */
    DueAnnouncer(
            DueIndex<K> due,
            Function<RecordContext, PlannedChanges<K>> changes,
            Outcomes outcomes,
            DecisionMeters meters) {
        this.due = due;
        this.changes = changes;
        this.outcomes = outcomes;
        this.meters = meters;
    }

    /** Implements {@link PartitionStateMachine#announceDue}. */
    Announced announce(RecordContext record, int limit) {
        try {
            return announceAll(record, limit);
        } catch (RuntimeException e) {
            Result refused = setAsideFailing(record, limit);
            if (refused.outputs().isEmpty()) {
                throw e;
            }
            Announced others = announce(record, limit);
            return new Announced(others.count(), others.result().then(refused));
        }
    }

    private Announced announceAll(RecordContext record, int limit) {
        PlannedChanges<K> planned = changes.apply(record);
        var sweep = new Sweep<>(due, record.now());
        int count = 0;
        for (Optional<Due<K>> next = sweep.next(); next.isPresent() && count < limit; next = sweep.next()) {
            K document = next.get().key();
            Instant deadline = next.get().deadline();
            // An entry may be stored in two documents: announcing it for one of them removes the deadline of the other.
            if (planned.deadline(document).equals(Optional.of(deadline))) {
                planned.announceNext(document);
                meters.expiryLag(deadline, record.now());
                count++;
            }
            planned.deadline(document).ifPresent(following -> sweep.again(document, following));
        }
        return new Announced(count, planned.encode());
    }

    /**
     * Finds the documents that fail, by announcing each due document alone. Slow, but needed only after an error of the
     * program.
     */
    private Result setAsideFailing(RecordContext record, int limit) {
        Result refused = Result.NOTHING;
        for (K document : firstDue(record.now(), limit)) {
            try {
                announceAlone(record, document, limit);
            } catch (RuntimeException e) {
                due.setAside(document);
                refused = refused.then(Result.of(outcomes.rejected(record, RefusedCode.ANNOUNCE_FAILED)));
                LOG.error("A deadline could not be announced; its document is set aside: {}", record.source(), e);
            }
        }
        return refused;
    }

    private List<K> firstDue(Instant now, int limit) {
        List<K> documents = new ArrayList<>();
        var sweep = new Sweep<>(due, now);
        for (Optional<Due<K>> next = sweep.next(); next.isPresent() && documents.size() < limit; next = sweep.next()) {
            documents.add(next.get().key());
        }
        return documents;
    }

    private void announceAlone(RecordContext record, K document, int limit) {
        PlannedChanges<K> planned = changes.apply(record);
        for (int i = 0; i < limit && isDue(planned.deadline(document), record.now()); i++) {
            planned.announceNext(document);
        }
        planned.encode();
    }

    private static boolean isDue(Optional<Instant> deadline, Instant now) {
        return deadline.isPresent() && !deadline.get().isAfter(now);
    }
}
