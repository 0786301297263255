package io.slotkeeper.process;

import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.Sweep;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.StoreFailedException;
import io.slotkeeper.wire.RefusedCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the deadlines that have come, all of a record or none. An announcement sees the changes of those before it.
 */
final class DueAnnouncer {

    private static final Logger LOG = LoggerFactory.getLogger(DueAnnouncer.class);

    /** Planned, unwritten changes, as far as deadlines are concerned. */
    interface PlannedChanges {

        /** Announces a deadline, unless its entry has another one after the changes; returns whether it did. */
        boolean announce(Due due);

        /** The deadline of what an announcement has left behind; empty if it left nothing with a deadline. */
        Optional<Due> following(Due announced);

        Result encode();
    }

    private final DueIndex index;
    private final Function<RecordContext, PlannedChanges> changes;
    private final Outcomes outcomes;
    private final DecisionMeters meters;

    /** @param changes creates an empty layer of changes over the stored state */
    DueAnnouncer(
            DueIndex index, Function<RecordContext, PlannedChanges> changes, Outcomes outcomes, DecisionMeters meters) {
        this.index = index;
        this.changes = changes;
        this.outcomes = outcomes;
        this.meters = meters;
    }

    /** Implements {@link PartitionStateMachine#announceDue}. */
    Announced announce(RecordContext record, int limit) {
        try {
            return announceAll(record, limit);
        } catch (RuntimeException e) {
            requireOfAnEntry(e);
            Result refused = setAsideFailing(record, limit);
            if (refused.outputs().isEmpty()) {
                throw e;
            }
            Announced others = announce(record, limit);
            return new Announced(others.count(), others.result().then(refused));
        }
    }

    private Announced announceAll(RecordContext record, int limit) {
        PlannedChanges planned = changes.apply(record);
        var sweep = new Sweep(index, record.now());
        int count = 0;
        for (Optional<Due> next = sweep.next(); next.isPresent() && count < limit; next = sweep.next()) {
            Due due = next.get();
            // An announcement may have deleted the entry of another one, the oldest of too many.
            if (planned.announce(due)) {
                meters.expiryLag(due.deadline(), record.now());
                count++;
                planned.following(due).ifPresent(sweep::again);
            }
        }
        return new Announced(count, planned.encode());
    }

    /**
     * Finds the entries that fail, by announcing each alone. Slow, but needed only after an error of the program.
     */
    private Result setAsideFailing(RecordContext record, int limit) {
        Result refused = Result.NOTHING;
        for (Due due : firstDue(record.now(), limit)) {
            try {
                PlannedChanges planned = changes.apply(record);
                planned.announce(due);
                planned.encode();
            } catch (RuntimeException e) {
                requireOfAnEntry(e);
                index.setAside(due);
                refused = refused.then(Result.of(outcomes.rejected(record, RefusedCode.ANNOUNCE_FAILED)));
                LOG.error("A deadline could not be announced; its entry is set aside: {}", record.source(), e);
            }
        }
        return refused;
    }

    /** Where no entry is the cause, setting one aside would be a decision that can't be undone. */
    private static void requireOfAnEntry(RuntimeException e) {
        if (e instanceof StateMismatchException || e instanceof StoreFailedException) {
            throw e;
        }
    }

    private List<Due> firstDue(Instant now, int limit) {
        List<Due> first = new ArrayList<>();
        var sweep = new Sweep(index, now);
        for (Optional<Due> next = sweep.next(); next.isPresent() && first.size() < limit; next = sweep.next()) {
            first.add(next.get());
        }
        return first;
    }
}
