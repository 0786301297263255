package io.slotkeeper.process;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.reservation.Explanation;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.calendar.StoredTables;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * One of the two state machines, with the state of one partition. Its methods write nothing: a caller runs the writes
 * of the {@link Result}, or drops it without any effect. Not thread-safe, except {@link #findHold}.
 */
public interface PartitionStateMachine {

    /** Opens the state of a partition and rebuilds what is derived from it. */
    interface Opener {

        /**
         * @param state stores of the partition, which the caller closes
         * @throws StateMismatchException if the state was made with other settings, or by a newer version
         */
        PartitionStateMachine open(
                DecisionSettings settings, PartitionState state, OutputFormat format, DecisionMeters meters);
    }

    /**
     * The state machine that decides the requests of an input topic.
     *
     * @throws IllegalArgumentException if {@code input} is not an input topic
     */
    static Opener of(Topic input) {
        return switch (input) {
            case SELECTION_REQUESTS -> ConversationPartition::open;
            case RESERVATION_REQUESTS -> ReservationPartition::open;
            default -> throw new IllegalArgumentException("Expected an input topic but got " + input);
        };
    }

    /** The deadlines of all stored entries. */
    DueIndex due();

    /** Maximum number of deadlines that a tick announces. */
    int announcedByTick();

    /**
     * Announces what is due at the record's log time, in the order (deadline, event type key and part, uid). An
     * entry for which this fails, which is an error of the program, is set aside until the partition is opened again and
     * reported as a refused record; the others and the request are processed as usual.
     *
     * @param limit maximum number of deadlines
     */
    Announced announceDue(RecordContext record, int limit);

    /**
     * Reads and decides the request of a record. The writes of {@link #announceDue} must have been run before. The
     * result contains exactly one outcome or refused record, whatever the record is.
     *
     * @throws StateMismatchException if state can't be read: refusing the request instead would be a decision that
     *     can't be undone
     */
    Result decide(RecordContext record);

    /** The record of the settings that the state is made with. */
    MetaStore meta();

    /**
     * What {@code reserve_slot} would be answered now, decided as a request would be. Thread-safe.
     *
     * @param tables stores of the partition, as the calling thread may read them
     * @param now log time
     * @return empty if a record was processed meanwhile, so that it may be about before and after it
     * @throws UnsupportedOperationException if no reservations are decided here
     */
    default Optional<Explanation> explain(
            StoredTables tables, EventTypeKey eventType, ReserveSlot request, RequestInfo info, Instant now) {
        throw new UnsupportedOperationException("no reservations are decided here");
    }

    /**
     * What {@code select_slots} would be refused for now, decided as a request would be. Thread-safe.
     *
     * @param conversation as it is stored
     * @param participant its place
     * @param now log time
     * @return empty if the conversation is gone by then
     * @throws UnsupportedOperationException if no conversations are decided here
     */
    default Optional<List<Refusal>> explain(Conversation conversation, int participant, String slotId, Instant now) {
        throw new UnsupportedOperationException("no conversations are decided here");
    }

    /**
     * Tries the parts to which a hold may belong: nearly always none if it isn't stored and one if it is. Thread-safe.
     *
     * @param there whether the hold is in the part of this number; asked until it says so
     * @return false if a record was processed meanwhile and {@code there} said no: the hold may have moved
     */
    default boolean findHold(EventTypeKey eventType, ReservationUid uid, IntPredicate there) {
        return true;
    }
}
