package io.slotkeeper.conversation;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.FieldValue;
import java.time.Instant;
import java.util.List;

/** What can be asked of a conversation, as the client sent it (topics.md, "Requests"). */
public sealed interface ConversationRequest {

    /** The type of request, which is also the cause of what it changes. */
    CauseType type();

    /** A number of minutes, {@code {"minutes":60}}. */
    record Minutes(FieldValue<Long> minutes) {}

    /** @param event the JSON object as compact text */
    record Create(
            FieldValue<List<FieldValue<ParticipantDraft>>> participants,
            FieldValue<String> tzid,
            FieldValue<String> subject,
            FieldValue<String> event,
            FieldValue<Minutes> requiredDuration,
            FieldValue<Minutes> startInterval,
            FieldValue<List<FieldValue<PeriodDraft>>> availablePeriods,
            FieldValue<Minutes> selectionExpiresAfter)
            implements ConversationRequest {
        @Override
        public CauseType type() {
            return CauseType.CREATE_CONVERSATION;
        }
    }

    record ParticipantDraft(
            FieldValue<String> participantId,
            FieldValue<String> sub,
            FieldValue<String> email,
            FieldValue<String> commonName,
            FieldValue<Boolean> managedAvailability,
            FieldValue<SlotsDraft> slots) {}

    record SlotsDraft(FieldValue<String> selectionMethod) {}

    record PeriodDraft(FieldValue<Instant> start, FieldValue<Instant> end) {}

    /** A request of one participant, named by its identity or by its place in the list, from 0. */
    sealed interface OfParticipant extends ConversationRequest {
        FieldValue<String> participant();

        FieldValue<Long> participantIndex();
    }

    record Select(
            FieldValue<String> participant,
            FieldValue<Long> participantIndex,
            FieldValue<List<FieldValue<SlotChoice>>> selectedSlots)
            implements OfParticipant {
        @Override
        public CauseType type() {
            return CauseType.SELECT_SLOTS;
        }
    }

    record SlotChoice(FieldValue<String> slotId) {}

    record Withdraw(FieldValue<String> participant, FieldValue<Long> participantIndex) implements OfParticipant {
        @Override
        public CauseType type() {
            return CauseType.WITHDRAW_SELECTION;
        }
    }

    record Cancel(FieldValue<String> reason) implements ConversationRequest {
        @Override
        public CauseType type() {
            return CauseType.CANCEL_CONVERSATION;
        }
    }
}
