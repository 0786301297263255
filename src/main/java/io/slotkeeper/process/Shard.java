package io.slotkeeper.process;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.request.Source;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.ParsedRecord.OfRequest;
import io.slotkeeper.wire.RequestReader;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One partition of one state machine with its state: what {@link PartitionLog} needs to know of it. Used by one thread.
 *
 * @param reader of its requests
 * @param isCanonical whether a record's key is one that a request may have
 * @param due the earliest deadline of each document
 * @param announcedByTick how many deadlines a tick announces (limits.md)
 * @param drafts starts from the committed state
 * @param meta what the state is made with
 * @param holds where they stand
 * @param <K> key of a stored document
 * @param <R> the requests it decides
 */
public record Shard<K extends Comparable<? super K>, R>(
        RequestReader<R> reader,
        Predicate<String> isCanonical,
        DueIndex<K> due,
        int announcedByTick,
        Function<Turn, Draft<K, R>> drafts,
        MetaStore meta,
        HoldPlaces holds) {

    /**
     * The record that is being processed.
     *
     * @param now log time
     * @param partition of the record, and of all that is emitted for it
     */
    public record Turn(Instant now, Source source, int partition) {}

    /** What one record changes, as far as it is known. Nothing is written. */
    interface Draft<K, R> {

        /** The earliest deadline of a document as the draft has it. */
        Optional<Instant> deadline(K document);

        /** Announces that deadline: one entry. */
        void announce(K document);

        /** Encodes what was announced. */
        Plan plan();

        /** Decides a request upon what was announced, and encodes the result; leaves the draft as it is. */
        Answer answer(String key, OfRequest<R> request);
    }

    /** What a request comes to. */
    record Answer(Plan plan, Outcome outcome) {}
}
