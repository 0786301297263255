package io.slotkeeper.stream;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.request.Source;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.Reading.OfRequest;
import io.slotkeeper.wire.RequestReader;
import java.time.Instant;
import java.util.Optional;

/**
 * One partition of one state machine with its state: what {@link LogProcessor} needs to know of it. Used by one thread.
 *
 * @param <K> key of a stored document
 * @param <R> the requests it decides
 */
interface Shard<K extends Comparable<? super K>, R> {

    /** Makes what is derived from the stores. To be called once, first. */
    void open();

    RequestReader<R> reader();

    /** Whether a record's key is one that a request may have. */
    boolean isCanonical(String key);

    /** The earliest deadline of each document. */
    DueIndex<K> due();

    /** How many deadlines a tick announces (limits.md). */
    int announcedByTick();

    /** Starts from the committed state. */
    Draft<K, R> draft(Turn turn);

    /**
     * The record that is being processed.
     *
     * @param now log time
     * @param partition of the record, and of all that is emitted for it
     */
    record Turn(Instant now, Source source, int partition) {}

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
