package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.OfParticipant;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldValue;
import io.slotkeeper.request.FieldValue.Fault;
import io.slotkeeper.request.Limits;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.TextRules;
import io.slotkeeper.request.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides requests and deadlines of conversations. Pure: the result depends on the arguments and the settings alone.
 *
 * <p>Guarantees: a participant has at most one selection; a conversation is complete exactly when all manual
 * participants have selected the same slot; each change raises the revision by one. Source: conversations.md.
 */
public final class ConversationMachine {

    private final ConversationSettings settings;

    public ConversationMachine(ConversationSettings settings) {
        this.settings = settings;
    }

    /**
     * Decides a request.
     *
     * @param state the conversation, if there is one by this name
     * @param now log time; the conversation has no deadline left at or before it
     * @throws IllegalArgumentException when it has one: the caller forgot to {@link #announce} it
     */
    public ConversationDecision decide(
            Optional<Conversation> state,
            ConversationId id,
            ConversationRequest request,
            RequestInfo info,
            Instant now) {
        if (state.isPresent() && !nextDeadline(state.get()).isAfter(now)) {
            throw new IllegalArgumentException("Expected due deadlines to be announced before a decision");
        }
        if (request instanceof Create create) {
            return state.map(existing -> createAgain(existing, info)).orElseGet(() -> create(id, create, info, now));
        }
        if (state.isEmpty()) {
            return ConversationDecision.refused(Refusal.base(Code.CONVERSATION_NOT_FOUND));
        }
        if (request instanceof OfParticipant ofParticipant) {
            return decideOfParticipant(state.get(), ofParticipant, info, now);
        }
        return cancel(state.get(), (Cancel) request, info, now);
    }

    /**
     * When something ends by itself: a selection, the conversation, or the time for which it is kept. There is always
     * such a time.
     */
    public Instant nextDeadline(Conversation conversation) {
        return conversation
                .ending()
                .map(ending -> ending.at().plus(settings.retention()))
                .orElseGet(() -> Stream.concat(
                                conversation.slots().lastStart().stream(),
                                conversation.participants().stream()
                                        .flatMap(participant -> participant.selection().stream())
                                        .map(conversation::expiryOf))
                        .min(Instant::compareTo)
                        .orElseThrow());
    }

    /**
     * What the earliest deadline does: everything that ends at that instant, in one revision.
     *
     * @param now log time at which it is announced, not before the deadline
     * @return the next revision, or empty when the conversation is forgotten
     */
    public Optional<Conversation> announce(Conversation conversation, Instant now, Source source) {
        if (!conversation.isInProgress()) {
            return Optional.empty();
        }
        Instant deadline = nextDeadline(conversation);
        boolean over = conversation.slots().lastStart().orElseThrow().equals(deadline);
        Conversation next = over
                ? conversation
                        .mapParticipants(participant -> participant.selecting(Optional.empty()))
                        .ended(new Ending.Expired(deadline))
                : conversation.mapParticipants(participant -> participant.selecting(participant
                        .selection()
                        .filter(it -> conversation.expiryOf(it).isAfter(deadline))));
        CauseType type = over ? CauseType.CONVERSATION_EXPIRED : CauseType.SELECTION_EXPIRED;
        return Optional.of(next.revised(now, Cause.deadline(type, source)));
    }

    private static ConversationDecision createAgain(Conversation existing, RequestInfo info) {
        return existing.fingerprint().equals(info.fingerprint())
                ? ConversationDecision.unchanged(Verdict.REPEATED)
                : ConversationDecision.refused(Refusal.base(Code.ALREADY_EXISTS));
    }

    private ConversationDecision create(ConversationId id, Create request, RequestInfo info, Instant now) {
        var check = new CreateCheck(request, now, settings.maxParticipants());
        return check.check()
                .map(content -> ConversationDecision.changing(created(id, request, content, info, now)))
                .orElseGet(() -> ConversationDecision.refused(Refusal.of(check.errors())));
    }

    private static Conversation created(
            ConversationId id, Create request, CreateCheck.Content content, RequestInfo info, Instant now) {
        var conversation = new Conversation(
                id,
                content.participants(),
                content.tzid(),
                request.subject().value(),
                request.event().value(),
                content.requiredDuration(),
                content.startInterval(),
                content.availablePeriods(),
                content.selectionExpiresAfter(),
                Optional.empty(),
                info.fingerprint(),
                now,
                now,
                1,
                info.cause(CauseType.CREATE_CONVERSATION));
        boolean nobodySelects = conversation.participants().stream().noneMatch(Participant::isManual);
        return nobodySelects
                ? conversation.ended(new Ending.Completed(
                        conversation.slots().earliestAfter(now).orElseThrow(), now))
                : conversation;
    }

    private ConversationDecision decideOfParticipant(
            Conversation conversation, OfParticipant request, RequestInfo info, Instant now) {
        Optional<Refusal> unclear = checkParticipantFields(request);
        if (unclear.isPresent()) {
            return ConversationDecision.refused(unclear.get());
        }
        Optional<Participant> participant = find(conversation, request);
        if (participant.isEmpty()) {
            String path = request.participant().isAbsent() ? "participant_index" : "participant";
            return ConversationDecision.refused(Refusal.field(path, Code.PARTICIPANT_NOT_FOUND));
        }
        Optional<Refusal> contradiction = checkNames(conversation, participant.get(), request);
        if (contradiction.isPresent()) {
            return ConversationDecision.refused(contradiction.get());
        }
        return participant
                .get()
                .remembered()
                .recall(info)
                .map(ConversationDecision::unchanged)
                .orElseGet(() -> request instanceof Select select
                        ? select(conversation, participant.get(), select, info, now)
                        : withdraw(conversation, participant.get(), info, now));
    }

    private static Optional<Refusal> checkParticipantFields(OfParticipant request) {
        FieldValue<String> name = request.participant();
        FieldValue<Long> index = request.participantIndex();
        if (name.isAbsent() && index.isAbsent()) {
            return Optional.of(Refusal.field("participant", Code.REQUIRED));
        }
        if (name.isMalformed()) {
            return Optional.of(Refusal.field("participant", Code.INVALID_FORMAT));
        }
        return index.isMalformed()
                ? Optional.of(Refusal.field("participant_index", Code.INVALID_FORMAT))
                : Optional.empty();
    }

    private static Optional<Participant> find(Conversation conversation, OfParticipant request) {
        List<Participant> all = conversation.participants();
        Optional<Participant> byIndex = request.participantIndex()
                .value()
                .filter(index -> index >= 0 && index < all.size())
                .map(index -> all.get(index.intValue()));
        return request.participant().isAbsent()
                ? byIndex
                : all.stream()
                        .filter(participant -> request.participant().is(participant.identity()::equals))
                        .findFirst();
    }

    private static ConversationDecision select(
            Conversation conversation, Participant participant, Select request, RequestInfo info, Instant now) {
        Optional<Refusal> malformed = checkSlots(request);
        if (malformed.isPresent()) {
            return ConversationDecision.refused(malformed.get());
        }
        Optional<Slot> found = slotId(request).value().flatMap(conversation.slots()::find);
        if (found.isEmpty()) {
            return ConversationDecision.refused(Refusal.field(SLOT_ID, Code.NOT_RECOGNIZED));
        }
        Slot slot = found.get();
        if (participant.selection().filter(it -> it.slot().equals(slot)).isPresent()) {
            return ConversationDecision.unchanged(Verdict.REPEATED);
        }
        return checkState(conversation)
                .or(() -> checkManual(participant))
                .or(() -> checkFree(conversation, participant))
                .or(() -> checkAhead(slot, now))
                .map(ConversationDecision::refused)
                .orElseGet(() -> ConversationDecision.changing(
                        record(conversation, participant, new Selection(slot, now), info, now)));
    }

    private static final String SELECTED_SLOTS = "selected_slots";
    private static final String SLOT_ID = "selected_slots[0].slot_id";

    /** A participant named twice must be the same both times. */
    private static Optional<Refusal> checkNames(
            Conversation conversation, Participant participant, OfParticipant request) {
        int place = conversation.participants().indexOf(participant);
        return request.participantIndex().is(index -> index != place)
                ? Optional.of(Refusal.field("participant_index", Code.INVALID_FORMAT))
                : Optional.empty();
    }

    private static Optional<Refusal> checkSlots(Select request) {
        List<FieldValue<SlotChoice>> choices = request.selectedSlots().value().orElse(List.of());
        if (choices.isEmpty()) {
            return Optional.of(Refusal.field(SELECTED_SLOTS, Code.REQUIRED));
        }
        if (choices.size() > 1) {
            return Optional.of(Refusal.field(SELECTED_SLOTS, Code.TOO_MANY));
        }
        if (choices.get(0).isMalformed()) {
            return Optional.of(Refusal.field(SELECTED_SLOTS + "[0]", Code.INVALID_FORMAT));
        }
        FieldValue<String> slotId = slotId(request);
        if (slotId.isAbsent()) {
            return Optional.of(Refusal.field(SLOT_ID, Code.REQUIRED));
        }
        return slotId.isMalformed()
                ? Optional.of(Refusal.field(
                        SLOT_ID, slotId.isMalformed(Fault.TYPE) ? Code.INVALID_TYPE : Code.NOT_RECOGNIZED))
                : Optional.empty();
    }

    private static FieldValue<String> slotId(Select request) {
        return request.selectedSlots()
                .value()
                .flatMap(choices -> choices.get(0).value())
                .map(SlotChoice::slotId)
                .orElse(FieldValue.absent());
    }

    private static Optional<Refusal> checkState(Conversation conversation) {
        return switch (conversation.status()) {
            case IN_PROGRESS -> Optional.empty();
            case COMPLETE -> Optional.of(Refusal.base(Code.CONVERSATION_COMPLETE));
            case CANCELLED -> Optional.of(Refusal.base(Code.CONVERSATION_CANCELLED));
            case EXPIRED -> Optional.of(Refusal.base(Code.CONVERSATION_EXPIRED));
        };
    }

    private static Optional<Refusal> checkManual(Participant participant) {
        return participant.isManual() ? Optional.empty() : Optional.of(Refusal.base(Code.SELECTION_METHOD_AUTO));
    }

    /** One selection per participant: it can be replaced only where another participant disagrees with it. */
    private static Optional<Refusal> checkFree(Conversation conversation, Participant participant) {
        boolean taken = participant.selection().isPresent()
                && conversation.statusOf(participant) == Conversation.ParticipantStatus.WAITING;
        return taken ? Optional.of(Refusal.base(Code.SLOT_ALREADY_SELECTED)) : Optional.empty();
    }

    private static Optional<Refusal> checkAhead(Slot slot, Instant now) {
        return slot.start().isAfter(now)
                ? Optional.empty()
                : Optional.of(Refusal.field(SLOT_ID, Code.SLOT_UNAVAILABLE));
    }

    private static Conversation record(
            Conversation conversation, Participant participant, Selection selection, RequestInfo info, Instant now) {
        Conversation selected = conversation.withParticipant(
                participant, participant.selecting(Optional.of(selection)).remembering(info));
        Conversation next = selected.agreedSlot()
                .map(slot -> selected.ended(new Ending.Completed(slot, now)))
                .orElse(selected);
        return next.revised(now, info.cause(CauseType.SELECT_SLOTS));
    }

    private static ConversationDecision withdraw(
            Conversation conversation, Participant participant, RequestInfo info, Instant now) {
        Optional<Refusal> refusal = checkState(conversation).or(() -> checkManual(participant));
        if (refusal.isPresent()) {
            return ConversationDecision.refused(refusal.get());
        }
        if (participant.selection().isEmpty()) {
            return ConversationDecision.unchanged(Verdict.ACCEPTED);
        }
        return ConversationDecision.changing(conversation
                .withParticipant(
                        participant, participant.selecting(Optional.empty()).remembering(info))
                .revised(now, info.cause(CauseType.WITHDRAW_SELECTION)));
    }

    private static ConversationDecision cancel(
            Conversation conversation, Cancel request, RequestInfo info, Instant now) {
        if (!request.reason().isAbsent()
                && !request.reason().is(text -> TextRules.isText(text, Limits.MAX_TEXT_LENGTH))) {
            return ConversationDecision.refused(Refusal.field("reason", Code.INVALID_FORMAT));
        }
        if (conversation.status() == Conversation.Status.CANCELLED) {
            return ConversationDecision.unchanged(Verdict.ACCEPTED);
        }
        return checkState(conversation)
                .map(ConversationDecision::refused)
                .orElseGet(() -> ConversationDecision.changing(conversation
                        .ended(new Ending.Cancelled(request.reason().value(), now))
                        .revised(now, info.cause(CauseType.CANCEL_CONVERSATION))));
    }
}
