package io.slotkeeper.conversation;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The state of one conversation. The content of the create request, the recorded selections and the ending are stored;
 * everything else is derived from them (docs/spec/conversations.md#derived).
 *
 * @param participants in the order of the request; the first is the organizer
 * @param event the client's JSON object as compact text
 * @param startInterval between the starts of slots, as requested; empty: the required duration
 * @param selectionExpiresAfter as requested; empty: a selection lasts until its slot starts
 * @param fingerprint of the create request
 * @param updatedAt log time of the last change
 * @param revision 1 for the first snapshot, one more with each
 */
public record Conversation(
        ConversationId id,
        List<Participant> participants,
        String tzid,
        Optional<String> subject,
        Optional<String> event,
        Duration requiredDuration,
        Optional<Duration> startInterval,
        List<Period> availablePeriods,
        Optional<Duration> selectionExpiresAfter,
        Optional<Ending> ending,
        Fingerprint fingerprint,
        Instant createdAt,
        Instant updatedAt,
        long revision,
        Cause cause) {

    public Conversation {
        participants = List.copyOf(participants);
        availablePeriods = List.copyOf(availablePeriods);
    }

    /** Status of the conversation as a whole. */
    public enum Status {
        IN_PROGRESS,
        COMPLETE,
        CANCELLED,
        EXPIRED
    }

    /** Status of one participant. */
    public enum ParticipantStatus {
        NEEDS_ACTION,
        WAITING,
        COMPLETE
    }

    public Status status() {
        return ending.map(end -> {
                    if (end instanceof Ending.Completed) {
                        return Status.COMPLETE;
                    }
                    return end instanceof Ending.Cancelled ? Status.CANCELLED : Status.EXPIRED;
                })
                .orElse(Status.IN_PROGRESS);
    }

    public boolean isInProgress() {
        return ending.isEmpty();
    }

    public ParticipantStatus statusOf(Participant participant) {
        if (status() == Status.COMPLETE) {
            return ParticipantStatus.COMPLETE;
        }
        boolean needed = isInProgress()
                && participant.isManual()
                && (participant.selection().isEmpty()
                        || isContradicted(participant.selection().get()));
        return needed ? ParticipantStatus.NEEDS_ACTION : ParticipantStatus.WAITING;
    }

    private boolean isContradicted(Selection selection) {
        return participants.stream()
                .flatMap(other -> other.selection().stream())
                .anyMatch(other -> !other.slot().equals(selection.slot()));
    }

    /**
     * The slot that a participant has selected. Of an {@code auto} participant: the chosen slot of a complete
     * conversation.
     */
    public Optional<Slot> selectedBy(Participant participant) {
        return participant.isManual() ? participant.selection().map(Selection::slot) : chosenSlot();
    }

    public Optional<Slot> chosenSlot() {
        return ending.flatMap(
                end -> end instanceof Ending.Completed completed ? Optional.of(completed.chosen()) : Optional.empty());
    }

    /**
     * The slot that all manual participants have selected, if they agree. {@code auto} participants never resolve a
     * disagreement.
     */
    Optional<Slot> agreedSlot() {
        List<Optional<Slot>> choices = participants.stream()
                .filter(Participant::isManual)
                .map(participant -> participant.selection().map(Selection::slot))
                .distinct()
                .toList();
        return choices.size() == 1 ? choices.get(0) : Optional.empty();
    }

    public SlotGrid slots() {
        return new SlotGrid(availablePeriods, requiredDuration, startInterval.orElse(requiredDuration));
    }

    /** When a selection expires: after its lifetime, at the latest when its slot starts. */
    public Instant expiryOf(Selection selection) {
        Instant slotStart = selection.slot().start();
        return selectionExpiresAfter
                .map(time -> selection.selectedAt().plus(time))
                .filter(slotStart::isAfter)
                .orElse(slotStart);
    }

    /**
     * When the participant's selection expires, if that is before its slot starts and the conversation is in progress.
     */
    public Optional<Instant> earlyExpiryOf(Participant participant) {
        return participant
                .selection()
                .filter(selection -> isInProgress())
                .filter(selection ->
                        expiryOf(selection).isBefore(selection.slot().start()))
                .map(this::expiryOf);
    }

    Conversation withParticipant(Participant before, Participant after) {
        List<Participant> next = new ArrayList<>(participants);
        next.replaceAll(participant -> participant.equals(before) ? after : participant);
        return withParticipants(next);
    }

    Conversation mapParticipants(UnaryOperator<Participant> change) {
        return withParticipants(participants.stream().map(change).toList());
    }

    private Conversation withParticipants(List<Participant> next) {
        return with(next, ending, updatedAt, revision, cause);
    }

    Conversation ended(Ending how) {
        return with(participants, Optional.of(how), updatedAt, revision, cause);
    }

    /** The next revision, which has one snapshot. */
    Conversation revised(Instant now, Cause why) {
        return with(participants, ending, now, revision + 1, why);
    }

    /** The only fields that ever change. */
    private Conversation with(
            List<Participant> nextParticipants,
            Optional<Ending> nextEnding,
            Instant nextUpdatedAt,
            long nextRevision,
            Cause nextCause) {
        return new Conversation(
                id,
                nextParticipants,
                tzid,
                subject,
                event,
                requiredDuration,
                startInterval,
                availablePeriods,
                selectionExpiresAfter,
                nextEnding,
                fingerprint,
                createdAt,
                nextUpdatedAt,
                nextRevision,
                nextCause);
    }
}
