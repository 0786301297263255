package io.slotkeeper.oracle;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.OfParticipant;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.oracle.InputRecord.Envelope;
import io.slotkeeper.request.FieldValue;
import io.slotkeeper.request.FieldValue.Fault;
import io.slotkeeper.request.RequestId;
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
 * Conversations as conversations.md tells them: all slots in a list, raw facts, everything else computed anew at each
 * look.
 */
public final class ConversationModel implements Model {

    private static final int ANNOUNCED_BY_TICK = 128;

    private final OracleSettings settings;
    private final Map<String, Facts> all = new TreeMap<>();

    public ConversationModel(OracleSettings settings) {
        this.settings = settings;
    }

    private record Selection(Instant slot, Instant at) {}

    private static final class Person {
        private final CreateRules.Participant given;
        private Optional<Selection> selection = Optional.empty();
        private final Remembered remembered = new Remembered();

        Person(CreateRules.Participant given) {
            this.given = given;
        }

        Optional<Instant> slot() {
            return selection.map(Selection::slot);
        }
    }

    /** What was told and what happened; nothing that follows from it. */
    private static final class Facts {
        private final String id;
        private final Create content;
        private final CreateRules.Wanted wanted;
        private final Instant createdAt;
        private final List<Person> people = new ArrayList<>();
        private String status = "in_progress";
        private Optional<Instant> endedAt = Optional.empty();
        private Optional<Instant> chosen = Optional.empty();
        private Optional<String> reason = Optional.empty();
        private long revision;
        private Instant updatedAt;
        private Map<String, Object> cause = Map.of();

        Facts(String id, Create content, CreateRules.Wanted wanted, Instant now) {
            this.id = id;
            this.content = content;
            this.wanted = wanted;
            this.createdAt = now;
            this.updatedAt = now;
            wanted.participants().forEach(it -> people.add(new Person(it)));
        }

        private List<Person> manual() {
            return people.stream().filter(it -> !it.given.auto()).toList();
        }

        private boolean isOpen() {
            return status.equals("in_progress");
        }

        private String statusOf(Person person) {
            if (chosen.isPresent()) {
                return "complete";
            }
            boolean somebodySelectedAnother = manual().stream()
                    .anyMatch(other -> other.slot().isPresent() && !other.slot().equals(person.slot()));
            boolean needed =
                    isOpen() && !person.given.auto() && (person.selection.isEmpty() || somebodySelectedAnother);
            return needed ? "needs_action" : "waiting";
        }

        private boolean agreed() {
            List<Person> manual = manual();
            return !manual.isEmpty()
                    && manual.stream().allMatch(it -> it.selection.isPresent())
                    && manual.stream().map(Person::slot).distinct().count() == 1;
        }

        private void end(String how, Instant at) {
            status = how;
            endedAt = Optional.of(at);
        }

        private Optional<Instant> expiryByTime(Selection selection) {
            return wanted.selectionExpiresAfter().map(selection.at()::plus);
        }

        private Instant expiry(Selection selection) {
            return expiryByTime(selection).filter(selection.slot()::isAfter).orElse(selection.slot());
        }

        private Instant lastStart() {
            return wanted.slots().last();
        }

        private ExpectedSnapshot changed(LogPosition moment, String why, Optional<RequestId> requestId) {
            revision++;
            updatedAt = moment.now();
            cause = moment.cause(why, requestId.map(RequestId::value));
            return ExpectedSnapshot.snapshot(id, snapshot());
        }

        private Map<String, Object> snapshot() {
            return new ExpectedFields()
                    .add("scheduling_conversation_id", id)
                    .add("participants", people.stream().map(this::shown).toList())
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

        private Map<String, Object> shown(Person person) {
            var slots = new ExpectedFields().add("selection_method", person.given.auto() ? "auto" : "manual");
            if (person.given.auto()) {
                slots.addIf(
                        "selected", chosen.map(it -> List.of(slot("slot_id", it).done())));
            } else {
                slots.addIf("selected", person.selection.map(it -> List.of(shown(it))));
            }
            String personStatus = statusOf(person);
            return new ExpectedFields()
                    .addIf("participant_id", person.given.participantId())
                    .addIf("sub", person.given.sub())
                    .addIf("email", person.given.email())
                    .addIf("common_name", person.given.commonName())
                    .addIf("managed_availability", person.given.managedAvailability())
                    .add("slots", slots.done())
                    .add("status", personStatus)
                    .add(
                            "possible_actions",
                            personStatus.equals("needs_action") ? List.of("slots_list", "slots_select") : List.of())
                    .done();
        }

        /** Once the conversation ended, nothing expires any more. */
        private Map<String, Object> shown(Selection selection) {
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

    private record Due(Instant at, Facts facts) {}

    private Optional<Due> nextDue() {
        return all.values().stream()
                .map(it -> new Due(deadline(it), it))
                .min(Comparator.comparing(Due::at).thenComparing(due -> due.facts().id));
    }

    private Instant deadline(Facts facts) {
        if (facts.endedAt.isPresent()) {
            return facts.endedAt.get().plus(settings.conversationRetention());
        }
        var ends = new TreeSet<Instant>();
        ends.add(facts.lastStart());
        facts.people.forEach(person -> person.selection.map(facts::expiry).ifPresent(ends::add));
        return ends.first();
    }

    private ExpectedSnapshot announce(Facts facts, LogPosition moment) {
        Instant at = deadline(facts);
        if (facts.endedAt.isPresent()) {
            all.remove(facts.id);
            return ExpectedSnapshot.tombstone(facts.id);
        }
        boolean over = at.equals(facts.lastStart());
        for (Person person : facts.people) {
            if (over || person.selection.map(facts::expiry).filter(at::equals).isPresent()) {
                person.selection = Optional.empty();
            }
        }
        if (over) {
            facts.end("expired", at);
        }
        return facts.changed(moment, over ? "conversation_expired" : "selection_expired", Optional.empty());
    }

    @Override
    public int announcedByTick() {
        return ANNOUNCED_BY_TICK;
    }

    @Override
    public Optional<Instant> nextDeadline() {
        return nextDue().map(Due::at);
    }

    @Override
    public List<ExpectedSnapshot> announceNext(LogPosition moment) {
        return List.of(announce(nextDue().orElseThrow().facts(), moment));
    }

    // Requests

    @Override
    public boolean isCanonicalKey(String key) {
        return ExpectedTexts.isId(key);
    }

    @Override
    public ExpectedOutcome wrongEnvelope(List<String> paths) {
        var errors = new ExpectedErrors();
        paths.forEach(path -> errors.add(path, "invalid_format"));
        return ExpectedOutcome.refused(errors);
    }

    @Override
    public ExpectedOutcome ask(String key, InputRecord.Value value, LogPosition moment, List<ExpectedSnapshot> told) {
        var asked = (InputRecord.OfConversation) value;
        for (Facts named = all.get(key); named != null && moment.isDue(deadline(named)); named = all.get(key)) {
            told.add(announce(named, moment));
        }
        ExpectedOutcome answer = decide(key, asked.envelope(), asked.request(), moment, told);
        Facts after = all.get(key);
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
            LogPosition moment,
            List<ExpectedSnapshot> told) {
        Facts facts = all.get(key);
        if (request instanceof Create create) {
            return facts == null ? create(key, envelope, create, moment, told) : createAgain(facts, create);
        }
        if (facts == null) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "conversation_not_found");
        }
        return request instanceof Cancel cancel
                ? cancel(facts, envelope, cancel, moment, told)
                : ofParticipant(facts, envelope, (OfParticipant) request, moment, told);
    }

    private static ExpectedOutcome createAgain(Facts facts, Create create) {
        return facts.content.equals(create)
                ? ExpectedOutcome.repeated()
                : ExpectedOutcome.refused(ExpectedErrors.BASE, "already_exists");
    }

    private ExpectedOutcome create(
            String key, Envelope envelope, Create create, LogPosition moment, List<ExpectedSnapshot> told) {
        var rules = new CreateRules(create, moment.now(), settings.maxParticipants());
        if (!rules.errors().isEmpty()) {
            return ExpectedOutcome.refused(rules.errors());
        }
        var facts = new Facts(key, create, rules.wanted(), moment.now());
        all.put(key, facts);
        if (facts.manual().isEmpty()) {
            facts.chosen = Optional.of(facts.wanted.slots().higher(moment.now()));
            facts.end("complete", moment.now());
        }
        told.add(facts.changed(moment, envelope.type(), envelope.requestId()));
        return ExpectedOutcome.accepted();
    }

    private static ExpectedOutcome cancel(
            Facts facts, Envelope envelope, Cancel request, LogPosition moment, List<ExpectedSnapshot> told) {
        if (request.reason().isMalformed() || request.reason().is(it -> !ExpectedTexts.isText(it, 255))) {
            return ExpectedOutcome.refused("reason", "invalid_format");
        }
        if (facts.status.equals("cancelled")) {
            return ExpectedOutcome.accepted();
        }
        if (!facts.isOpen()) {
            return refusedBecauseEnded(facts);
        }
        facts.end("cancelled", moment.now());
        facts.reason = request.reason().value();
        told.add(facts.changed(moment, envelope.type(), envelope.requestId()));
        return ExpectedOutcome.accepted();
    }

    private static ExpectedOutcome refusedBecauseEnded(Facts facts) {
        return ExpectedOutcome.refused(ExpectedErrors.BASE, "conversation_" + facts.status);
    }

    private static ExpectedOutcome ofParticipant(
            Facts facts, Envelope envelope, OfParticipant request, LogPosition moment, List<ExpectedSnapshot> told) {
        var errors = new ExpectedErrors();
        Optional<Person> found = person(facts, request, errors);
        if (found.isEmpty()) {
            return ExpectedOutcome.refused(errors);
        }
        Person person = found.get();
        Optional<Object> earlier = person.remembered.content(envelope.requestId());
        if (earlier.isPresent()) {
            return earlier.get().equals(request)
                    ? ExpectedOutcome.repeated()
                    : ExpectedOutcome.refused("request_id", "request_id_reused");
        }
        int before = told.size();
        ExpectedOutcome answer = request instanceof Select select
                ? select(facts, person, envelope, select, moment, told)
                : withdraw(facts, person, envelope, moment, told);
        if (told.size() > before) {
            person.remembered.add(envelope.requestId(), request);
        }
        return answer;
    }

    private static Optional<Person> person(Facts facts, OfParticipant request, ExpectedErrors errors) {
        FieldValue<String> name = request.participant();
        FieldValue<Long> index = request.participantIndex();
        if (name.isMalformed()) {
            errors.add("participant", "invalid_format");
        } else if (index.isMalformed()) {
            errors.add("participant_index", "invalid_format");
        } else if (name.isAbsent() && index.isAbsent()) {
            errors.add("participant", "required");
        } else if (name.isAbsent()) {
            Optional<Person> byPlace = index.value()
                    .filter(it -> it >= 0 && it < facts.people.size())
                    .map(it -> facts.people.get(it.intValue()));
            if (byPlace.isEmpty()) {
                errors.add("participant_index", "participant_not_found");
            }
            return byPlace;
        } else {
            return personByName(facts, name, index, errors);
        }
        return Optional.empty();
    }

    private static Optional<Person> personByName(
            Facts facts, FieldValue<String> name, FieldValue<Long> index, ExpectedErrors errors) {
        for (int i = 0; i < facts.people.size(); i++) {
            long place = i;
            Person person = facts.people.get(i);
            if (name.is(person.given.identity()::equals)) {
                if (index.isAbsent() || index.is(it -> it == place)) {
                    return Optional.of(person);
                }
                errors.add("participant_index", "invalid_format");
                return Optional.empty();
            }
        }
        errors.add("participant", "participant_not_found");
        return Optional.empty();
    }

    private static ExpectedOutcome select(
            Facts facts,
            Person person,
            Envelope envelope,
            Select request,
            LogPosition moment,
            List<ExpectedSnapshot> told) {
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
        if (person.slot().equals(slot)) {
            return ExpectedOutcome.repeated();
        }
        if (!facts.isOpen()) {
            return refusedBecauseEnded(facts);
        }
        if (person.given.auto()) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "selection_method_auto");
        }
        if (person.selection.isPresent() && facts.statusOf(person).equals("waiting")) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "slot_already_selected");
        }
        if (moment.isDue(slot.get())) {
            return ExpectedOutcome.refused(path, "slot_unavailable");
        }
        person.selection = Optional.of(new Selection(slot.get(), moment.now()));
        if (facts.agreed()) {
            facts.end("complete", moment.now());
            facts.chosen = slot;
        }
        told.add(facts.changed(moment, envelope.type(), envelope.requestId()));
        return ExpectedOutcome.accepted();
    }

    private static ExpectedOutcome withdraw(
            Facts facts, Person person, Envelope envelope, LogPosition moment, List<ExpectedSnapshot> told) {
        if (!facts.isOpen()) {
            return refusedBecauseEnded(facts);
        }
        if (person.given.auto()) {
            return ExpectedOutcome.refused(ExpectedErrors.BASE, "selection_method_auto");
        }
        if (person.selection.isEmpty()) {
            return ExpectedOutcome.accepted();
        }
        person.selection = Optional.empty();
        told.add(facts.changed(moment, envelope.type(), envelope.requestId()));
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
