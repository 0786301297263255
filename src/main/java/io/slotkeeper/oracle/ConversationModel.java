package io.slotkeeper.oracle;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.ParticipantRequest;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.oracle.InputRecord.Envelope;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Conversations as docs/spec/conversations.md describes them: all slots in a list, raw facts, everything else
 * computed anew at each
 * look.
 */
public final class ConversationModel implements Model {

    private static final int ANNOUNCED_BY_TICK = 128;

    private final OracleSettings settings;
    private final Map<String, ConversationFacts> all = new TreeMap<>();

    public ConversationModel(OracleSettings settings) {
        this.settings = settings;
    }

    private record ExpectedSelection(Instant slot, Instant at) {}

    private static final class ExpectedParticipant {
        private final CreateRules.WantedParticipant content;
        private Optional<ExpectedSelection> selection = Optional.empty();
        private final Remembered remembered;

        ExpectedParticipant(CreateRules.WantedParticipant content) {
            this(content, new Remembered());
        }

        private ExpectedParticipant(CreateRules.WantedParticipant content, Remembered remembered) {
            this.content = content;
            this.remembered = remembered;
        }

        ExpectedParticipant copy() {
            var copy = new ExpectedParticipant(content, remembered.copy());
            copy.selection = selection;
            return copy;
        }

        Optional<Instant> slot() {
            return selection.map(ExpectedSelection::slot);
        }
    }

    /** What was requested and what happened; nothing that follows from it. */
    private static final class ConversationFacts {
        private final String id;
        private final Create content;
        private final CreateRules.WantedConversation wanted;
        private final Instant createdAt;
        private final List<ExpectedParticipant> participants = new ArrayList<>();
        private String status = "in_progress";
        private Optional<Instant> endedAt = Optional.empty();
        private Optional<Instant> chosen = Optional.empty();
        private Optional<String> reason = Optional.empty();
        private long revision;
        private Instant updatedAt;
        private Map<String, Object> cause = Map.of();

        ConversationFacts(String id, Create content, CreateRules.WantedConversation wanted, Instant now) {
            this.id = id;
            this.content = content;
            this.wanted = wanted;
            this.createdAt = now;
            this.updatedAt = now;
            wanted.participants().forEach(it -> participants.add(new ExpectedParticipant(it)));
        }

        private ConversationFacts copy() {
            var copy = new ConversationFacts(id, content, wanted, createdAt);
            copy.participants.clear();
            participants.forEach(it -> copy.participants.add(it.copy()));
            copy.status = status;
            copy.endedAt = endedAt;
            copy.chosen = chosen;
            copy.reason = reason;
            copy.revision = revision;
            copy.updatedAt = updatedAt;
            copy.cause = cause;
            return copy;
        }

        private List<ExpectedParticipant> manual() {
            return participants.stream().filter(it -> !it.content.auto()).toList();
        }

        private boolean isOpen() {
            return status.equals("in_progress");
        }

        private String statusOf(ExpectedParticipant participant) {
            if (chosen.isPresent()) {
                return "complete";
            }
            boolean otherSlotSelected = manual().stream()
                    .anyMatch(other -> other.slot().isPresent() && !other.slot().equals(participant.slot()));
            boolean needed =
                    isOpen() && !participant.content.auto() && (participant.selection.isEmpty() || otherSlotSelected);
            return needed ? "needs_action" : "waiting";
        }

        private boolean agreed() {
            List<ExpectedParticipant> manual = manual();
            return !manual.isEmpty()
                    && manual.stream().allMatch(it -> it.selection.isPresent())
                    && manual.stream().map(ExpectedParticipant::slot).distinct().count() == 1;
        }

        private void end(String how, Instant at) {
            status = how;
            endedAt = Optional.of(at);
        }

        private Optional<Instant> expiryByTime(ExpectedSelection selection) {
            return wanted.selectionExpiresAfter().map(selection.at()::plus);
        }

        private Instant expiry(ExpectedSelection selection) {
            return expiryByTime(selection).filter(selection.slot()::isAfter).orElse(selection.slot());
        }

        private Instant lastStart() {
            return wanted.slots().last();
        }

        private ExpectedSnapshot changed(LogPosition position, String why, Optional<RequestId> requestId) {
            revision++;
            updatedAt = position.now();
            cause = position.cause(why, requestId.map(RequestId::value));
            return ExpectedSnapshot.snapshot(id, snapshot());
        }

        private Map<String, Object> snapshot() {
            return new ExpectedFields()
                    .add("scheduling_conversation_id", id)
                    .add("participants", participants.stream().map(this::shown).toList())
                    .add("tzid", wanted.tzid())
                    .addIf("subject", wanted.subject())
                    .addIf("event", wanted.event())
                    .add("required_duration", ExpectedFields.minutes(wanted.length()))
                    .addIf("start_interval", wanted.startInterval().map(ExpectedFields::minutes))
                    .add(
                            "available_periods",
                            wanted.periods().stream()
                                    .map(it -> span(new ExpectedFields(), it.start(), it.end()))
                                    .toList())
                    .addIf(
                            "selection_expires_after",
                            wanted.selectionExpiresAfter().map(ExpectedFields::minutes))
                    .addIf(
                            "chosen_slot",
                            chosen.map(it -> slot("available_slot_id", it).done()))
                    .add("status", status)
                    .addIf("cancel_reason", reason)
                    .add("created_at", ExpectedFields.millis(createdAt))
                    .add("revision", revision)
                    .add("updated_at", ExpectedFields.millis(updatedAt))
                    .add("cause", cause)
                    .done();
        }

        private Map<String, Object> shown(ExpectedParticipant participant) {
            var slots = new ExpectedFields().add("selection_method", participant.content.auto() ? "auto" : "manual");
            if (participant.content.auto()) {
                slots.addIf(
                        "selected", chosen.map(it -> List.of(slot("slot_id", it).done())));
            } else {
                slots.addIf("selected", participant.selection.map(it -> List.of(shown(it))));
            }
            String participantStatus = statusOf(participant);
            return new ExpectedFields()
                    .addIf("participant_id", participant.content.participantId())
                    .addIf("sub", participant.content.sub())
                    .addIf("email", participant.content.email())
                    .addIf("common_name", participant.content.commonName())
                    .addIf("managed_availability", participant.content.managedAvailability())
                    .add("slots", slots.done())
                    .add("status", participantStatus)
                    .add(
                            "possible_actions",
                            participantStatus.equals("needs_action")
                                    ? List.of("slots_list", "slots_select")
                                    : List.of())
                    .done();
        }

        /** Once the conversation ended, nothing expires any more. */
        private Map<String, Object> shown(ExpectedSelection selection) {
            Optional<Instant> early =
                    expiryByTime(selection).filter(selection.slot()::isAfter).filter(it -> isOpen());
            return slot("slot_id", selection.slot())
                    .addIf("expires_at", early.map(ExpectedFields::millis))
                    .done();
        }

        private ExpectedFields slot(String idName, Instant start) {
            var fields = new ExpectedFields().add(idName, CreateRules.slotId(start));
            span(fields, start, start.plus(wanted.length()));
            return fields;
        }

        private static Map<String, Object> span(ExpectedFields fields, Instant start, Instant end) {
            return fields.add("start", ExpectedFields.seconds(start))
                    .add("end", ExpectedFields.seconds(end))
                    .done();
        }
    }

    // Deadlines

    private record DueConversation(Instant at, ConversationFacts facts) {}

    private Optional<DueConversation> nextDue() {
        return all.values().stream()
                .map(it -> new DueConversation(deadline(it), it))
                .min(Comparator.comparing(DueConversation::at).thenComparing(due -> due.facts().id));
    }

    private Instant deadline(ConversationFacts facts) {
        if (facts.endedAt.isPresent()) {
            return facts.endedAt.get().plus(settings.conversationRetention());
        }
        var ends = new TreeSet<Instant>();
        ends.add(facts.lastStart());
        facts.participants.forEach(
                participant -> participant.selection.map(facts::expiry).ifPresent(ends::add));
        return ends.first();
    }

    private ExpectedSnapshot announce(ConversationFacts facts, LogPosition position) {
        Instant at = deadline(facts);
        if (facts.endedAt.isPresent()) {
            all.remove(facts.id);
            return ExpectedSnapshot.tombstone(facts.id);
        }
        boolean over = at.equals(facts.lastStart());
        for (ExpectedParticipant participant : facts.participants) {
            if (over
                    || participant
                            .selection
                            .map(facts::expiry)
                            .filter(at::equals)
                            .isPresent()) {
                participant.selection = Optional.empty();
            }
        }
        if (over) {
            facts.end("expired", at);
        }
        return facts.changed(position, over ? "conversation_expired" : "selection_expired", Optional.empty());
    }

    @Override
    public int announcedByTick() {
        return ANNOUNCED_BY_TICK;
    }

    @Override
    public Optional<Instant> nextDeadline() {
        return nextDue().map(DueConversation::at);
    }

    @Override
    public List<ExpectedSnapshot> announceNext(LogPosition position) {
        return List.of(announce(nextDue().orElseThrow().facts(), position));
    }

    // Requests

    @Override
    public boolean isCanonicalKey(String key) {
        // What a serializer makes of a key when it writes JSON.
        return ExpectedTexts.isId(key) && !key.equals("null") && !key.matches("[\"'{}\\[\\]].*|.*[\"'{}\\[\\]]");
    }

    @Override
    public Runnable memory(String key) {
        ConversationFacts facts = all.get(key);
        if (facts == null) {
            return () -> all.remove(key);
        }
        ConversationFacts copy = facts.copy();
        return () -> all.put(key, copy);
    }

    @Override
    public ExpectedOutcome wrongEnvelope(List<String> paths) {
        var errors = new ExpectedErrors();
        paths.forEach(path -> errors.add(path, "invalid_format"));
        return ExpectedOutcome.refused(errors);
    }

    @Override
    public ExpectedOutcome decide(
            String key, InputRecord.InputValue value, LogPosition position, List<ExpectedSnapshot> emitted) {
        var input = (InputRecord.ConversationInput) value;
        for (ConversationFacts named = all.get(key);
                named != null && position.isDue(deadline(named));
                named = all.get(key)) {
            emitted.add(announce(named, position));
        }
        ExpectedOutcome answer = decide(key, input.envelope(), input.request(), position, emitted);
        ConversationFacts after = all.get(key);
        if (after == null) {
            return answer;
        }
        return answer.isAccepted()
                ? answer.showing(after.revision, after.snapshot())
                : answer.withRevision(Optional.of(after.revision));
    }

    private ExpectedOutcome decide(
            String key,
            Envelope envelope,
            ConversationRequest request,
            LogPosition position,
            List<ExpectedSnapshot> emitted) {
        ConversationFacts facts = all.get(key);
        if (request instanceof Create create) {
            return facts == null ? create(key, envelope, create, position, emitted) : createAgain(facts, create);
        }
        if (facts == null) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "conversation_not_found");
        }
        return request instanceof Cancel cancel
                ? cancel(facts, envelope, cancel, position, emitted)
                : ofParticipant(facts, envelope, (ParticipantRequest) request, position, emitted);
    }

    private static ExpectedOutcome createAgain(ConversationFacts facts, Create create) {
        return facts.content.equals(create)
                ? ExpectedOutcome.repeated()
                : ExpectedOutcome.refused(ExpectedErrors.BASE, "already_exists");
    }

    private ExpectedOutcome create(
            String key, Envelope envelope, Create create, LogPosition position, List<ExpectedSnapshot> emitted) {
        var rules = new CreateRules(create, position.now(), settings.maxParticipants());
        if (!rules.errors().isEmpty()) {
            return ExpectedOutcome.refused(rules.errors());
        }
        var facts = new ConversationFacts(key, create, rules.wanted(), position.now());
        all.put(key, facts);
        if (facts.manual().isEmpty()) {
            facts.chosen = Optional.of(facts.wanted.slots().higher(position.now()));
            facts.end("complete", position.now());
        }
        emitted.add(facts.changed(position, envelope.type(), envelope.requestId()));
        return ExpectedOutcome.accepted();
    }

    private static ExpectedOutcome cancel(
            ConversationFacts facts,
            Envelope envelope,
            Cancel request,
            LogPosition position,
            List<ExpectedSnapshot> emitted) {
        if (request.reason().isMalformed() || request.reason().is(it -> !ExpectedTexts.isText(it, 255))) {
            return ExpectedOutcome.refused("reason", "invalid_format");
        }
        if (facts.status.equals("cancelled")) {
            return ExpectedOutcome.accepted();
        }
        if (!facts.isOpen()) {
            return refusedBecauseEnded(facts);
        }
        facts.end("cancelled", position.now());
        facts.reason = request.reason().value();
        emitted.add(facts.changed(position, envelope.type(), envelope.requestId()));
        return ExpectedOutcome.accepted();
    }

    private static ExpectedOutcome refusedBecauseEnded(ConversationFacts facts) {
        return ExpectedOutcome.refused(ExpectedErrors.BASE, "conversation_" + facts.status);
    }

    private static ExpectedOutcome ofParticipant(
            ConversationFacts facts,
            Envelope envelope,
            ParticipantRequest request,
            LogPosition position,
            List<ExpectedSnapshot> emitted) {
        var errors = new ExpectedErrors();
        Optional<ExpectedParticipant> found = participant(facts, request, errors);
        if (found.isEmpty()) {
            return ExpectedOutcome.refused(errors);
        }
        ExpectedParticipant participant = found.get();
        Optional<Object> earlier = participant.remembered.content(envelope.requestId());
        if (earlier.isPresent()) {
            return earlier.get().equals(request)
                    ? ExpectedOutcome.repeated()
                    : ExpectedOutcome.refused("request_id", "request_id_reused");
        }
        int before = emitted.size();
        ExpectedOutcome answer = request instanceof Select select
                ? select(facts, participant, envelope, select, position, emitted)
                : withdraw(facts, participant, envelope, position, emitted);
        if (emitted.size() > before) {
            participant.remembered.add(envelope.requestId(), request);
        }
        return answer;
    }

    private static Optional<ExpectedParticipant> participant(
            ConversationFacts facts, ParticipantRequest request, ExpectedErrors errors) {
        FieldValue<String> name = request.participant();
        FieldValue<Long> index = request.participantIndex();
        if (name.isMalformed()) {
            errors.add("participant", "invalid_format");
        } else if (index.isMalformed()) {
            errors.add("participant_index", "invalid_format");
        } else if (name.isAbsent() && index.isAbsent()) {
            errors.add("participant", "required");
        } else if (name.isAbsent()) {
            Optional<ExpectedParticipant> byPlace = index.value()
                    .filter(it -> it >= 0 && it < facts.participants.size())
                    .map(it -> facts.participants.get(it.intValue()));
            if (byPlace.isEmpty()) {
                errors.add("participant_index", "participant_not_found");
            }
            return byPlace;
        } else {
            return participantByName(facts, name, index, errors);
        }
        return Optional.empty();
    }

    private static Optional<ExpectedParticipant> participantByName(
            ConversationFacts facts, FieldValue<String> name, FieldValue<Long> index, ExpectedErrors errors) {
        for (int i = 0; i < facts.participants.size(); i++) {
            long place = i;
            ExpectedParticipant participant = facts.participants.get(i);
            if (name.is(participant.content.identity()::equals)) {
                if (index.isAbsent() || index.is(it -> it == place)) {
                    return Optional.of(participant);
                }
                errors.add("participant_index", "invalid_format");
                return Optional.empty();
            }
        }
        errors.add("participant", "participant_not_found");
        return Optional.empty();
    }

    private static ExpectedOutcome select(
            ConversationFacts facts,
            ExpectedParticipant participant,
            Envelope envelope,
            Select request,
            LogPosition position,
            List<ExpectedSnapshot> emitted) {
        List<FieldValue<SlotChoice>> choices = request.selectedSlots().value().orElse(List.of());
        if (choices.isEmpty()) {
            return ExpectedOutcome.refused("selected_slots", "required");
        }
        if (choices.size() > 1) {
            return ExpectedOutcome.refused("selected_slots", "too_many");
        }
        if (choices.get(0).isMalformed()) {
            return ExpectedOutcome.refused("selected_slots[0]", "invalid_format");
        }
        String path = "selected_slots[0].slot_id";
        FieldValue<String> slotId = choices.get(0).value().orElseThrow().slotId();
        if (slotId.isAbsent()) {
            return ExpectedOutcome.refused(path, "required");
        }
        if (slotId.isMalformed(Fault.TYPE)) {
            return ExpectedOutcome.refused(path, "invalid_type");
        }
        Optional<Instant> slot = facts.wanted.slots().stream()
                .filter(it -> slotId.is(CreateRules.slotId(it)::equals))
                .findFirst();
        if (slot.isEmpty()) {
            return ExpectedOutcome.refused(path, "not_recognized");
        }
        if (participant.slot().equals(slot)) {
            return ExpectedOutcome.repeated();
        }
        if (!facts.isOpen()) {
            return refusedBecauseEnded(facts);
        }
        if (participant.content.auto()) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "selection_method_auto");
        }
        if (participant.selection.isPresent() && facts.statusOf(participant).equals("waiting")) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "slot_already_selected");
        }
        if (position.isDue(slot.get())) {
            return ExpectedOutcome.refused(path, "slot_unavailable");
        }
        participant.selection = Optional.of(new ExpectedSelection(slot.get(), position.now()));
        if (facts.agreed()) {
            facts.end("complete", position.now());
            facts.chosen = slot;
        }
        emitted.add(facts.changed(position, envelope.type(), envelope.requestId()));
        return ExpectedOutcome.accepted();
    }

    private static ExpectedOutcome withdraw(
            ConversationFacts facts,
            ExpectedParticipant participant,
            Envelope envelope,
            LogPosition position,
            List<ExpectedSnapshot> emitted) {
        if (!facts.isOpen()) {
            return refusedBecauseEnded(facts);
        }
        if (participant.content.auto()) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "selection_method_auto");
        }
        if (participant.selection.isEmpty()) {
            return ExpectedOutcome.accepted();
        }
        participant.selection = Optional.empty();
        emitted.add(facts.changed(position, envelope.type(), envelope.requestId()));
        return ExpectedOutcome.accepted();
    }

    // For who looks from outside

    /** What a snapshot would show of each conversation now, by its id. */
    public Map<String, Map<String, Object>> conversations() {
        Map<String, Map<String, Object>> shown = new LinkedHashMap<>();
        all.forEach((id, facts) -> shown.put(id, facts.snapshot()));
        return shown;
    }
}
