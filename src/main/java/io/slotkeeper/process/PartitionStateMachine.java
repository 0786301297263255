package io.slotkeeper.process;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.reservation.DocumentKey;
import io.slotkeeper.reservation.EventTypeKey;
import io.slotkeeper.reservation.ReservationUid;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * One partition of one state machine with its state. Used by one thread, but for {@link #documentOfHold}. Neither method
 * writes: whoever gets a {@link Result} runs its writes, or drops it and nothing has happened.
 */
public interface PartitionStateMachine {

    /** Reads the state of a partition, and derives what is derived from it. */
    interface Opener {

        /**
         * @param tables by the names of {@link StoreNames}
         * @throws StateMismatchException when what is in them was made with something else
         */
        PartitionStateMachine open(
                DecisionSettings settings,
                Function<String, KeyValueTable> tables,
                OutputFormat format,
                StreamMeters meters);
    }

    /** The state machine whose requests come on this topic. */
    static Opener of(Topic input) {
        return switch (input) {
            case SELECTION_REQUESTS -> ConversationPartition::open;
            case RESERVATION_REQUESTS -> ReservationPartition::open;
            default -> throw new IllegalArgumentException("Expected an input topic but got " + input);
        };
    }

    /** What is due next, of all that is stored. */
    DueIndex<?> due();

    /** How many deadlines a tick announces. */
    int announcedByTick();

    /**
     * Announces what is due at the record's log time, in the order (deadline, document key, uid). A document at which
     * this fails, which is a bug of ours, is set aside until the partition is opened again, costs neither the others nor
     * the request, and gives a refused record.
     *
     * @param limit at most so many deadlines
     */
    Announced announceDue(RecordContext record, int limit);

    /**
     * Reads and decides the record's request, upon state in which what {@link #announceDue} gave is written. Gives exactly
     * one outcome or refused record, whatever the record is.
     *
     * @throws StateMismatchException when state can't be read: refusing would be a decision that nobody can take back
     */
    Result decide(RecordContext record);

    /** What the state is made with. */
    MetaStore meta();

    /** The document in which a live hold stands, for any thread. */
    default Optional<DocumentKey> documentOfHold(EventTypeKey eventType, ReservationUid uid) {
        return Optional.empty();
    }
}
