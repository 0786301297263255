package io.slotkeeper.store;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.Ending;
import io.slotkeeper.conversation.Participant;
import io.slotkeeper.conversation.Period;
import io.slotkeeper.conversation.Selection;
import io.slotkeeper.conversation.SelectionMethod;
import io.slotkeeper.conversation.Slot;
import io.slotkeeper.state.ConversationState;
import io.slotkeeper.state.EndingState;
import io.slotkeeper.state.ParticipantState;
import io.slotkeeper.state.PeriodState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Codec of stored conversations. */
final class ConversationCodec {

    private static final String TOPIC = "selection-requests";
    private static final String COMPLETE = "complete";
    private static final String CANCELLED = "cancelled";
    private static final String EXPIRED = "expired";

    private ConversationCodec() {}

    static StateCodec<Conversation, ConversationState> create() {
        return new StateCodec<>(
                ConversationState.getClassSchema(), ConversationCodec::toState, ConversationCodec::fromState);
    }

    private static ConversationState toState(Conversation conversation) {
        return ConversationState.newBuilder()
                .setId(conversation.id().value())
                .setParticipants(conversation.participants().stream()
                        .map(ConversationCodec::toState)
                        .toList())
                .setTzid(conversation.tzid())
                .setSubject(conversation.subject().orElse(null))
                .setEvent(conversation.event().orElse(null))
                .setRequiredDurationMinutes(
                        Math.toIntExact(conversation.requiredDuration().toMinutes()))
                .setStartIntervalMinutes(conversation
                        .startInterval()
                        .map(ConversationCodec::minutes)
                        .orElse(null))
                .setAvailablePeriods(conversation.availablePeriods().stream()
                        .map(period -> new PeriodState(
                                period.start().toEpochMilli(), period.end().toEpochMilli()))
                        .toList())
                .setSelectionExpiresAfterMinutes(conversation
                        .selectionExpiresAfter()
                        .map(ConversationCodec::minutes)
                        .orElse(null))
                .setEnding(conversation.ending().map(ConversationCodec::toState).orElse(null))
                .setFingerprint(SharedCodecs.toState(conversation.fingerprint()))
                .setCreatedAt(conversation.createdAt().toEpochMilli())
                .setUpdatedAt(conversation.updatedAt().toEpochMilli())
                .setRevision(conversation.revision())
                .setCause(SharedCodecs.toState(conversation.cause()))
                .build();
    }

    private static Integer minutes(Duration duration) {
        return Math.toIntExact(duration.toMinutes());
    }

    private static ParticipantState toState(Participant participant) {
        return ParticipantState.newBuilder()
                .setParticipantId(participant.participantId().orElse(null))
                .setSub(participant.sub().orElse(null))
                .setEmail(participant.email().orElse(null))
                .setCommonName(participant.commonName().orElse(null))
                .setManagedAvailability(participant.managedAvailability().orElse(null))
                .setSelectionMethod(participant.method().text())
                .setSelectedStart(participant
                        .selection()
                        .map(selection -> selection.slot().start().toEpochMilli())
                        .orElse(null))
                .setSelectedAt(participant
                        .selection()
                        .map(selection -> selection.selectedAt().toEpochMilli())
                        .orElse(null))
                .setRemembered(SharedCodecs.toState(participant.remembered()))
                .build();
    }

    private static EndingState toState(Ending ending) {
        var state = EndingState.newBuilder().setAt(ending.at().toEpochMilli());
        if (ending instanceof Ending.Completed completed) {
            return state.setHow(COMPLETE)
                    .setChosenStart(completed.chosen().start().toEpochMilli())
                    .build();
        }
        if (ending instanceof Ending.Cancelled cancelled) {
            return state.setHow(CANCELLED)
                    .setReason(cancelled.reason().orElse(null))
                    .build();
        }
        return state.setHow(EXPIRED).build();
    }

    private static Conversation fromState(ConversationState state) {
        Duration length = Duration.ofMinutes(state.getRequiredDurationMinutes());
        return new Conversation(
                new ConversationId(state.getId()),
                state.getParticipants().stream()
                        .map(participant -> fromState(participant, length))
                        .toList(),
                state.getTzid(),
                Optional.ofNullable(state.getSubject()),
                Optional.ofNullable(state.getEvent()),
                length,
                Optional.ofNullable(state.getStartIntervalMinutes()).map(Duration::ofMinutes),
                state.getAvailablePeriods().stream()
                        .map(period -> new Period(
                                Instant.ofEpochMilli(period.getStart()), Instant.ofEpochMilli(period.getEnd())))
                        .toList(),
                Optional.ofNullable(state.getSelectionExpiresAfterMinutes()).map(Duration::ofMinutes),
                Optional.ofNullable(state.getEnding()).map(ending -> fromState(ending, length)),
                SharedCodecs.fromState(state.getFingerprint()),
                Instant.ofEpochMilli(state.getCreatedAt()),
                Instant.ofEpochMilli(state.getUpdatedAt()),
                state.getRevision(),
                SharedCodecs.fromState(state.getCause(), TOPIC));
    }

    private static Participant fromState(ParticipantState state, Duration length) {
        return new Participant(
                Optional.ofNullable(state.getParticipantId()),
                Optional.ofNullable(state.getSub()),
                Optional.ofNullable(state.getEmail()),
                Optional.ofNullable(state.getCommonName()),
                Optional.ofNullable(state.getManagedAvailability()),
                SelectionMethod.of(state.getSelectionMethod()).orElseThrow(),
                Optional.ofNullable(state.getSelectedStart())
                        .map(start -> new Selection(slot(start, length), Instant.ofEpochMilli(state.getSelectedAt()))),
                SharedCodecs.fromState(state.getRemembered()));
    }

    private static Ending fromState(EndingState state, Duration length) {
        Instant at = Instant.ofEpochMilli(state.getAt());
        return switch (state.getHow()) {
            case COMPLETE -> new Ending.Completed(slot(state.getChosenStart(), length), at);
            case CANCELLED -> new Ending.Cancelled(Optional.ofNullable(state.getReason()), at);
            case EXPIRED -> new Ending.Expired(at);
            default -> throw new IllegalArgumentException("Expected a known ending but it is another");
        };
    }

    private static Slot slot(long startMillis, Duration length) {
        Instant start = Instant.ofEpochMilli(startMillis);
        return new Slot(start, start.plus(length));
    }
}
