package io.slotkeeper.conversation;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Given;
import java.time.Instant;
import java.util.List;

/** What can be asked of a conversation, as the client sent it (topics.md, "Requests"). */
public sealed interface ConversationRequest {

    /** The type of request, which is also the cause of what it changes. */
    CauseType type();

    /** A number of minutes, {@code {"minutes":60}}. */
    record Minutes(Given<Long> minutes) {}

    /** @param event the JSON object as compact text */
    record Create(
            Given<List<Given<ParticipantDraft>>> participants,
            Given<String> tzid,
            Given<String> subject,
            Given<String> event,
            Given<Minutes> requiredDuration,
            Given<Minutes> startInterval,
            Given<List<Given<PeriodDraft>>> availablePeriods,
            Given<Minutes> selectionExpiresAfter)
            implements ConversationRequest {
        @Override
        public CauseType type() {
            return CauseType.CREATE_CONVERSATION;
        }
    }

    record ParticipantDraft(
            Given<String> participantId,
            Given<String> sub,
            Given<String> email,
            Given<String> commonName,
            Given<Boolean> managedAvailability,
            Given<SlotsDraft> slots) {}

    record SlotsDraft(Given<String> selectionMethod) {}

    record PeriodDraft(Given<Instant> start, Given<Instant> end) {}

    /** A request of one participant, named by its identity or by its place in the list, from 0. */
    sealed interface OfParticipant extends ConversationRequest {
        Given<String> participant();

        Given<Long> participantIndex();
    }

    record Select(Given<String> participant, Given<Long> participantIndex, Given<List<Given<SlotChoice>>> selectedSlots)
            implements OfParticipant {
        @Override
        public CauseType type() {
            return CauseType.SELECT_SLOTS;
        }
    }

    record SlotChoice(Given<String> slotId) {}

    record Withdraw(Given<String> participant, Given<Long> participantIndex) implements OfParticipant {
        @Override
        public CauseType type() {
            return CauseType.WITHDRAW_SELECTION;
        }
    }

    record Cancel(Given<String> reason) implements ConversationRequest {
        @Override
        public CauseType type() {
            return CauseType.CANCEL_CONVERSATION;
        }
    }
}
