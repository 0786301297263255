package io.slotkeeper.conversation;

import io.slotkeeper.request.field.FieldValue;
import java.time.Instant;
import java.util.List;

/** A request about a conversation, as the client sent it (docs/spec/topics.md#requests). */
public sealed interface ConversationRequest {

    /** Handles each type of request: an unhandled type doesn't compile. */
    interface ConversationCases<T> {
        T create(Create request);

        T select(Select request);

        T withdraw(Withdraw request);

        T cancel(Cancel request);
    }

    <T> T decideBy(ConversationCases<T> cases);

    /** A duration in minutes, {@code {"minutes":60}}. */
    record Minutes(FieldValue<Long> minutes) {}

    /** @param event the JSON object as compact text */
    record Create(
            FieldValue<List<FieldValue<ParticipantFields>>> participants,
            FieldValue<String> tzid,
            FieldValue<String> subject,
            FieldValue<String> event,
            FieldValue<Minutes> requiredDuration,
            FieldValue<Minutes> startInterval,
            FieldValue<List<FieldValue<PeriodFields>>> availablePeriods,
            FieldValue<Minutes> selectionExpiresAfter)
            implements ConversationRequest {
        @Override
        public <T> T decideBy(ConversationCases<T> cases) {
            return cases.create(this);
        }
    }

    record ParticipantFields(
            FieldValue<String> participantId,
            FieldValue<String> sub,
            FieldValue<String> email,
            FieldValue<String> commonName,
            FieldValue<Boolean> managedAvailability,
            FieldValue<SlotsFields> slots) {}

    record SlotsFields(FieldValue<String> selectionMethod) {}

    record PeriodFields(FieldValue<Instant> start, FieldValue<Instant> end) {}

    /** A request of one participant, named by identity or by index in the list, from 0. */
    sealed interface ParticipantRequest extends ConversationRequest {
        FieldValue<String> participant();

        FieldValue<Long> participantIndex();
    }

    record Select(
            FieldValue<String> participant,
            FieldValue<Long> participantIndex,
            FieldValue<List<FieldValue<SlotChoice>>> selectedSlots)
            implements ParticipantRequest {
        @Override
        public <T> T decideBy(ConversationCases<T> cases) {
            return cases.select(this);
        }
    }

    record SlotChoice(FieldValue<String> slotId) {}

    record Withdraw(FieldValue<String> participant, FieldValue<Long> participantIndex) implements ParticipantRequest {
        @Override
        public <T> T decideBy(ConversationCases<T> cases) {
            return cases.withdraw(this);
        }
    }

    record Cancel(FieldValue<String> reason) implements ConversationRequest {
        @Override
        public <T> T decideBy(ConversationCases<T> cases) {
            return cases.cancel(this);
        }
    }
}
