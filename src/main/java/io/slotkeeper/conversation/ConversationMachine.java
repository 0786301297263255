package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.ParticipantRequest;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest.Withdraw;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.request.field.TextRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Decides requests and deadlines of conversations. Pure: a result depends only on the arguments and the settings, and
 * nothing is written. Immutable.
 *
 * <p>Guarantees: a participant has at most one selection; a conversation is complete exactly when all manual
 * participants have selected the same slot; each change raises the revision by one. Source: docs/spec/conversations.md.
 */
public final class ConversationMachine {

    private final ConversationSettings settings;

    public ConversationMachine(ConversationSettings settings) {
        this.settings = settings;
    }

    /**
     * Decides a request. Due deadlines of the conversation that it names are announced first.
     *
     * @param now log time
     */
    public ConversationDecision decide(
            ConversationView view, ConversationId id, ConversationRequest request, RequestInfo info, Instant now) {
        var changes = new ConversationChanges(view);
        while (changes.conversation(id).filter(it -> isDue(it, now)).isPresent()) {
            announceNext(changes, id, now, info.source());
        }
        Ruling ruling = request.decideBy(new RequestDecisions(changes.conversation(id), id, info, now));
        ruling.next().ifPresent(next -> changes.put(id, Optional.of(next)));
        return new ConversationDecision(ruling.verdict(), changes, changes.conversation(id));
    }

    private boolean isDue(Conversation conversation, Instant now) {
        return !nextDeadline(conversation).isAfter(now);
    }

    /** Decides by the type of a request. The conversation that it names has no due deadlines, or doesn't exist. */
    private final class RequestDecisions implements ConversationRequest.ConversationCases<Ruling> {
        private final Optional<Conversation> state;
        private final ConversationId id;
        private final RequestInfo info;
        private final Instant now;

        RequestDecisions(Optional<Conversation> state, ConversationId id, RequestInfo info, Instant now) {
            this.state = state;
            this.id = id;
            this.info = info;
            this.now = now;
        }

        @Override
        public Ruling create(Create request) {
            return state.map(existing -> createAgain(existing, info))
                    .orElseGet(() -> ConversationMachine.this.create(id, request, info, now));
        }

        @Override
        public Ruling select(Select request) {
            return existing(it -> decideOfParticipant(
                    it, request, info, participant -> ConversationMachine.select(it, participant, request, info, now)));
        }

        @Override
        public Ruling withdraw(Withdraw request) {
            return existing(it -> decideOfParticipant(
                    it, request, info, participant -> ConversationMachine.withdraw(it, participant, info, now)));
        }

        @Override
        public Ruling cancel(Cancel request) {
            return existing(it -> ConversationMachine.cancel(it, request, info, now));
        }

        private Ruling existing(Function<Conversation, Ruling> decision) {
            return state.map(decision).orElseGet(() -> Ruling.refused(Refusal.base(Code.CONVERSATION_NOT_FOUND)));
        }
    }

    /**
     * The next time at which something ends by itself: a selection, the conversation, or its retention. Every stored
     * conversation has such a time.
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
     * Announces the conversation's earliest deadline: everything that ends at that instant, in one revision, or the end
     * of its retention.
     *
     * @param now log time, not before that deadline
     */
    public void announceNext(ConversationChanges changes, ConversationId id, Instant now, Source source) {
        changes.conversation(id).ifPresent(it -> changes.put(id, afterDeadline(it, now, source)));
    }

    private Optional<Conversation> afterDeadline(Conversation conversation, Instant now, Source source) {
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

    private static Ruling createAgain(Conversation existing, RequestInfo info) {
        return existing.fingerprint().equals(info.fingerprint())
                ? Ruling.unchanged(Verdict.REPEATED)
                : Ruling.refused(Refusal.base(Code.ALREADY_EXISTS));
    }

    private Ruling create(ConversationId id, Create request, RequestInfo info, Instant now) {
        var check = new CreateCheck(request, now, settings.maxParticipants());
        return check.check()
                .map(content -> Ruling.changing(created(id, request, content, info, now)))
                .orElseGet(() -> Ruling.refused(Refusal.of(check.errors())));
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
        boolean allAutomatic = conversation.participants().stream().noneMatch(Participant::isManual);
        return allAutomatic
                ? conversation.ended(new Ending.Completed(
                        conversation.slots().earliestAfter(now).orElseThrow(), now))
                : conversation;
    }

    private static Ruling decideOfParticipant(
            Conversation conversation,
            ParticipantRequest request,
            RequestInfo info,
            Function<Participant, Ruling> decision) {
        Optional<Refusal> malformed = checkParticipantFields(request);
        if (malformed.isPresent()) {
            return Ruling.refused(malformed.get());
        }
        Optional<Participant> participant = find(conversation, request);
        if (participant.isEmpty()) {
            String path = request.participant().isAbsent() ? "participant_index" : "participant";
            return Ruling.refused(Refusal.field(path, Code.PARTICIPANT_NOT_FOUND));
        }
        Optional<Refusal> mismatch = checkNames(conversation, participant.get(), request);
        if (mismatch.isPresent()) {
            return Ruling.refused(mismatch.get());
        }
        return participant
                .get()
                .remembered()
                .recall(info)
                .map(Ruling::unchanged)
                .orElseGet(() -> decision.apply(participant.get()));
    }

    private static Optional<Refusal> checkParticipantFields(ParticipantRequest request) {
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

    private static Optional<Participant> find(Conversation conversation, ParticipantRequest request) {
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

    private static Ruling select(
            Conversation conversation, Participant participant, Select request, RequestInfo info, Instant now) {
        Optional<Refusal> malformed = checkSlots(request);
        if (malformed.isPresent()) {
            return Ruling.refused(malformed.get());
        }
        Optional<Slot> selected = slotId(request).value().flatMap(conversation.slots()::find);
        if (selected.isEmpty()) {
            return Ruling.refused(Refusal.field(SLOT_ID, Code.NOT_RECOGNIZED));
        }
        Slot slot = selected.get();
        if (participant.selection().filter(it -> it.slot().equals(slot)).isPresent()) {
            return Ruling.unchanged(Verdict.REPEATED);
        }
        return objections(conversation, participant, slot, now)
                .findFirst()
                .map(Ruling::refused)
                .orElseGet(
                        () -> Ruling.changing(record(conversation, participant, new Selection(slot, now), info, now)));
    }

    /** What stands against a selection, in the order in which it counts. */
    private static Stream<Refusal> objections(
            Conversation conversation, Participant participant, Slot slot, Instant now) {
        return Stream.of(
                        checkState(conversation),
                        checkManual(participant),
                        checkFree(conversation, participant),
                        checkAhead(slot, now))
                .flatMap(Optional::stream);
    }

    /**
     * What {@code select_slots} would be refused for, all of it, in the order in which it counts; nothing if it would be
     * accepted: by the code that decides it.
     *
     * @param conversation as it is stored; what is due of it by {@code now} has ended
     * @param slotId may be anything
     * @param now log time
     * @return empty if the conversation is over for so long that it is gone
     */
    public Optional<List<Refusal>> explain(Conversation conversation, int participant, String slotId, Instant now) {
        Optional<Conversation> settled = Optional.of(conversation);
        while (settled.filter(it -> !nextDeadline(it).isAfter(now)).isPresent()) {
            settled = afterDeadline(settled.get(), now, conversation.cause().source());
        }
        return settled.map(it -> explain(it, it.participants().get(participant), slotId, now));
    }

    private static List<Refusal> explain(
            Conversation conversation, Participant participant, String slotId, Instant now) {
        Optional<Slot> slot = conversation.slots().find(slotId);
        if (slot.isEmpty()) {
            return List.of(Refusal.field(SLOT_ID, Code.NOT_RECOGNIZED));
        }
        boolean repeated = participant
                .selection()
                .filter(it -> it.slot().equals(slot.get()))
                .isPresent();
        return repeated
                ? List.of()
                : objections(conversation, participant, slot.get(), now).toList();
    }

    private static final String SELECTED_SLOTS = "selected_slots";
    private static final String SLOT_ID = "selected_slots[0].slot_id";

    /** A participant that is named by identity and by index must be the same one. */
    private static Optional<Refusal> checkNames(
            Conversation conversation, Participant participant, ParticipantRequest request) {
        int position = conversation.participants().indexOf(participant);
        return request.participantIndex().is(index -> index != position)
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

    /** A participant has one selection: it can only be replaced if another participant's selection contradicts it. */
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
        Conversation changed = conversation.withParticipant(
                participant, participant.selecting(Optional.of(selection)).remembering(info));
        Conversation next = changed.agreedSlot()
                .map(slot -> changed.ended(new Ending.Completed(slot, now)))
                .orElse(changed);
        return next.revised(now, info.cause(CauseType.SELECT_SLOTS));
    }

    private static Ruling withdraw(Conversation conversation, Participant participant, RequestInfo info, Instant now) {
        Optional<Refusal> refusal = checkState(conversation).or(() -> checkManual(participant));
        if (refusal.isPresent()) {
            return Ruling.refused(refusal.get());
        }
        if (participant.selection().isEmpty()) {
            return Ruling.unchanged(Verdict.ACCEPTED);
        }
        return Ruling.changing(conversation
                .withParticipant(
                        participant, participant.selecting(Optional.empty()).remembering(info))
                .revised(now, info.cause(CauseType.WITHDRAW_SELECTION)));
    }

    private static Ruling cancel(Conversation conversation, Cancel request, RequestInfo info, Instant now) {
        if (!request.reason().isAbsent()
                && !request.reason().is(text -> TextRules.isText(text, Limits.MAX_TEXT_LENGTH))) {
            return Ruling.refused(Refusal.field("reason", Code.INVALID_FORMAT));
        }
        if (conversation.status() == Conversation.Status.CANCELLED) {
            return Ruling.unchanged(Verdict.ACCEPTED);
        }
        return checkState(conversation)
                .map(Ruling::refused)
                .orElseGet(() -> Ruling.changing(conversation
                        .ended(new Ending.Cancelled(request.reason().value(), now))
                        .revised(now, info.cause(CauseType.CANCEL_CONVERSATION))));
    }
}
