package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.OfParticipant;
import io.slotkeeper.conversation.ConversationRequest.ParticipantDraft;
import io.slotkeeper.conversation.ConversationRequest.PeriodDraft;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Given;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.RequestInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What conversations.md says, written down a second time in the most naive way: all slots in a list, raw facts in
 * maps, everything else computed anew at each look. It knows one conversation, in whole minutes, and reads only those
 * faults of a create request that {@link ConversationHistories} makes.
 */
final class ConversationModel {

    private static final Set<String> TIME_ZONES = Set.of("America/Chicago", "Europe/Rome");

    private final Duration retention;
    private final int maxParticipants;
    private Optional<Facts> facts = Optional.empty();

    ConversationModel(ConversationSettings settings) {
        this.retention = settings.retention();
        this.maxParticipants = settings.maxParticipants();
    }

    /** What was told and what happened; nothing that follows from it. */
    private static final class Facts {
        final Fingerprint content;
        final Instant createdAt;
        final Map<String, String> methodOf = new LinkedHashMap<>();
        final Map<String, String> selected = new HashMap<>();
        final Map<String, Instant> selectedAt = new HashMap<>();
        final Map<String, List<Map.Entry<RequestId, Fingerprint>>> remembered = new HashMap<>();
        final TreeMap<Instant, String> slots = new TreeMap<>();
        Duration length = Duration.ZERO;
        Optional<Duration> expiresAfter = Optional.empty();
        String status = "in_progress";
        Optional<Instant> endedAt = Optional.empty();
        Optional<String> chosen = Optional.empty();
        Optional<String> reason = Optional.empty();
        long revision;
        Instant updatedAt;
        String cause = "";
        Optional<RequestId> causedBy = Optional.empty();
        long offset;

        Facts(Fingerprint content, Instant createdAt) {
            this.content = content;
            this.createdAt = createdAt;
            this.updatedAt = createdAt;
        }

        Instant startOf(String slotId) {
            return slots.entrySet().stream()
                    .filter(slot -> slot.getValue().equals(slotId))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
        }

        Optional<Instant> expiryByTime(String name) {
            return expiresAfter.map(Objects.requireNonNull(selectedAt.get(name))::plus);
        }

        Instant expiryOf(String name) {
            Instant start = startOf(Objects.requireNonNull(selected.get(name)));
            return expiryByTime(name).filter(start::isAfter).orElse(start);
        }

        void select(String name, String slotId, Instant now) {
            selected.put(name, slotId);
            selectedAt.put(name, now);
        }

        void deselect(String name) {
            selected.remove(name);
            selectedAt.remove(name);
        }

        boolean isAuto(String name) {
            return "auto".equals(methodOf.get(name));
        }

        List<String> manual() {
            return methodOf.keySet().stream().filter(name -> !isAuto(name)).toList();
        }

        String statusOf(String name) {
            if (status.equals("complete")) {
                return "complete";
            }
            boolean somebodySelectedAnother = manual().stream()
                    .anyMatch(other ->
                            selected.containsKey(other) && !Objects.equals(selected.get(other), selected.get(name)));
            boolean needed = status.equals("in_progress")
                    && manual().contains(name)
                    && (!selected.containsKey(name) || somebodySelectedAnother);
            return needed ? "needs_action" : "waiting";
        }

        boolean agreed() {
            return !manual().isEmpty()
                    && selected.keySet().containsAll(manual())
                    && Set.copyOf(selected.values()).size() == 1;
        }

        void end(String how, Instant at) {
            status = how;
            endedAt = Optional.of(at);
        }

        void changed(Instant now, CauseType type, Optional<RequestId> requestId, long recordOffset) {
            revision++;
            updatedAt = now;
            cause = type.text();
            causedBy = requestId;
            offset = recordOffset;
        }

        String describe(String slotId) {
            return slotId + " until " + startOf(slotId).plus(length);
        }
    }

    /** @param errors each as path and code */
    record Answer(String status, Optional<Code> code, List<String> errors, boolean changed) {}

    private static final Answer CHANGED = new Answer("accepted", Optional.empty(), List.of(), true);
    private static final Answer NOTHING_TO_DO = new Answer("accepted", Optional.empty(), List.of(), false);
    private static final Answer REPEATED = new Answer("repeated", Optional.empty(), List.of(), false);

    record ParticipantView(String name, String status, Optional<String> selected, Optional<Instant> expiresAt) {}

    /** What a snapshot shows of a conversation. */
    record View(
            String status,
            List<ParticipantView> participants,
            Optional<String> chosen,
            Optional<String> reason,
            Instant createdAt,
            long revision,
            Instant updatedAt,
            String cause,
            Optional<RequestId> causedBy,
            long offset) {}

    /** Something that happens by itself. */
    record Due(Instant at, String what) {}

    Optional<View> view() {
        return facts.map(f -> new View(
                f.status,
                f.methodOf.keySet().stream().map(name -> viewOf(f, name)).toList(),
                f.chosen.map(f::describe),
                f.reason,
                f.createdAt,
                f.revision,
                f.updatedAt,
                f.cause,
                f.causedBy,
                f.offset));
    }

    private static ParticipantView viewOf(Facts f, String name) {
        Optional<String> own = Optional.ofNullable(f.selected.get(name));
        return new ParticipantView(
                name,
                f.statusOf(name),
                f.isAuto(name) ? f.chosen.map(f::describe) : own.map(f::describe),
                own.map(slot -> f.expiryOf(name)));
    }

    Optional<Due> nextDue() {
        return facts.map(f -> {
            if (f.endedAt.isPresent()) {
                return new Due(f.endedAt.get().plus(retention), "forgotten");
            }
            Instant lastStart = f.slots.lastKey();
            var ends = new TreeSet<Instant>();
            ends.add(lastStart);
            f.selected.keySet().forEach(name -> ends.add(f.expiryOf(name)));
            Instant first = ends.first();
            return new Due(first, first.equals(lastStart) ? "conversation_expired" : "selection_expired");
        });
    }

    /** Does what {@link #nextDue} says, announced at this time by this record. */
    void happen(Instant now, long offset) {
        Due due = nextDue().orElseThrow();
        if (due.what().equals("forgotten")) {
            facts = Optional.empty();
            return;
        }
        Facts f = facts.orElseThrow();
        if (due.what().equals("conversation_expired")) {
            f.end("expired", due.at());
            List.copyOf(f.selected.keySet()).forEach(f::deselect);
            f.changed(now, CauseType.CONVERSATION_EXPIRED, Optional.empty(), offset);
        } else {
            List.copyOf(f.selected.keySet()).stream()
                    .filter(name -> f.expiryOf(name).equals(due.at()))
                    .forEach(f::deselect);
            f.changed(now, CauseType.SELECTION_EXPIRED, Optional.empty(), offset);
        }
    }

    Answer ask(ConversationRequest request, RequestInfo info, Instant now) {
        if (request instanceof Create create) {
            return create(create, info, now);
        }
        if (facts.isEmpty()) {
            return refused("base", Code.CONVERSATION_NOT_FOUND);
        }
        if (request instanceof Cancel cancel) {
            return cancel(facts.get(), cancel, info, now);
        }
        return ofParticipant(facts.get(), (OfParticipant) request, info, now);
    }

    private Answer cancel(Facts f, Cancel request, RequestInfo info, Instant now) {
        if (f.status.equals("cancelled")) {
            return NOTHING_TO_DO;
        }
        if (f.endedAt.isPresent()) {
            return refusedBecauseEnded(f);
        }
        f.end("cancelled", now);
        f.reason = request.reason().value();
        return changed(f, request, info, now);
    }

    private Answer ofParticipant(Facts f, OfParticipant request, RequestInfo info, Instant now) {
        List<String> names = List.copyOf(f.methodOf.keySet());
        Optional<String> byIndex = request.participantIndex()
                .value()
                .filter(index -> index < names.size())
                .map(index -> names.get(index.intValue()));
        Optional<String> name = request.participant().isAbsent()
                ? byIndex
                : request.participant().value().filter(names::contains);
        if (name.isEmpty()) {
            String path = request.participant().isAbsent() ? "participant_index" : "participant";
            return refused(path, Code.PARTICIPANT_NOT_FOUND);
        }
        if (!request.participantIndex().isAbsent() && !byIndex.equals(name)) {
            return refused("participant_index", Code.INVALID_FORMAT);
        }
        List<Map.Entry<RequestId, Fingerprint>> remembered =
                f.remembered.computeIfAbsent(name.get(), any -> new ArrayList<>());
        for (Map.Entry<RequestId, Fingerprint> earlier : remembered) {
            if (info.requestId().equals(Optional.of(earlier.getKey()))) {
                return earlier.getValue().equals(info.fingerprint())
                        ? REPEATED
                        : refused("request_id", Code.REQUEST_ID_REUSED);
            }
        }
        Answer answer = request instanceof Select select
                ? select(f, name.get(), select, info, now)
                : withdraw(f, name.get(), request, info, now);
        if (answer.changed() && info.requestId().isPresent()) {
            remembered.add(Map.entry(info.requestId().get(), info.fingerprint()));
            if (remembered.size() > 4) {
                remembered.remove(0);
            }
        }
        return answer;
    }

    private Answer select(Facts f, String name, Select request, RequestInfo info, Instant now) {
        List<Given<SlotChoice>> choices = request.selectedSlots().value().orElse(List.of());
        if (choices.isEmpty()) {
            return refused("selected_slots", Code.REQUIRED);
        }
        if (choices.size() > 1) {
            return refused("selected_slots", Code.TOO_MANY);
        }
        Given<String> slotId = choices.get(0).value().orElseThrow().slotId();
        String path = "selected_slots[0].slot_id";
        if (slotId.isAbsent()) {
            return refused(path, Code.REQUIRED);
        }
        if (slotId.isMalformed()) {
            return refused(path, Code.INVALID_TYPE);
        }
        String slot = slotId.value().orElseThrow();
        if (!f.slots.containsValue(slot)) {
            return refused(path, Code.NOT_RECOGNIZED);
        }
        if (slot.equals(f.selected.get(name))) {
            return REPEATED;
        }
        if (f.endedAt.isPresent()) {
            return refusedBecauseEnded(f);
        }
        if (f.isAuto(name)) {
            return refused("base", Code.SELECTION_METHOD_AUTO);
        }
        if (f.selected.containsKey(name) && f.statusOf(name).equals("waiting")) {
            return refused("base", Code.SLOT_ALREADY_SELECTED);
        }
        if (!now.isBefore(f.startOf(slot))) {
            return refused(path, Code.SLOT_UNAVAILABLE);
        }
        f.select(name, slot, now);
        if (f.agreed()) {
            f.end("complete", now);
            f.chosen = Optional.of(slot);
        }
        return changed(f, request, info, now);
    }

    private Answer withdraw(Facts f, String name, ConversationRequest request, RequestInfo info, Instant now) {
        if (f.endedAt.isPresent()) {
            return refusedBecauseEnded(f);
        }
        if (f.isAuto(name)) {
            return refused("base", Code.SELECTION_METHOD_AUTO);
        }
        if (!f.selected.containsKey(name)) {
            return NOTHING_TO_DO;
        }
        f.deselect(name);
        return changed(f, request, info, now);
    }

    private static Answer changed(Facts f, ConversationRequest request, RequestInfo info, Instant now) {
        f.changed(now, request.type(), info.requestId(), info.source().offset());
        return CHANGED;
    }

    private static Answer refusedBecauseEnded(Facts f) {
        Code code = switch (f.status) {
            case "complete" -> Code.CONVERSATION_COMPLETE;
            case "cancelled" -> Code.CONVERSATION_CANCELLED;
            default -> Code.CONVERSATION_EXPIRED;
        };
        return refused("base", code);
    }

    private static Answer refused(String path, Code code) {
        return refused(List.of(path + " " + code), code);
    }

    private static Answer refused(List<String> errors, Code code) {
        return new Answer("refused", Optional.of(code), errors, false);
    }

    private Answer create(Create request, RequestInfo info, Instant now) {
        if (facts.isPresent()) {
            return facts.get().content.equals(info.fingerprint()) ? REPEATED : refused("base", Code.ALREADY_EXISTS);
        }
        NavigableMap<Instant, String> slots = slots(request);
        List<String> errors = errors(request, slots, now);
        if (!errors.isEmpty()) {
            Code only = Code.valueOf(errors.get(0).substring(errors.get(0).indexOf(' ') + 1));
            return refused(errors, errors.size() == 1 ? only : Code.INVALID_REQUEST);
        }
        var f = new Facts(info.fingerprint(), now);
        drafts(request).forEach(draft -> f.methodOf.put(name(draft).orElseThrow(), method(draft)));
        f.slots.putAll(slots);
        f.length = Duration.ofMinutes(count(request.requiredDuration()));
        f.expiresAfter =
                request.selectionExpiresAfter().value().map(given -> Duration.ofMinutes(count(Given.of(given))));
        facts = Optional.of(f);
        if (f.manual().isEmpty()) {
            f.chosen = Optional.of(slots.tailMap(now, false).firstEntry().getValue());
            f.end("complete", now);
        }
        return changed(f, request, info, now);
    }

    private static List<ParticipantDraft> drafts(Create request) {
        return request.participants().value().orElse(List.of()).stream()
                .flatMap(draft -> draft.value().stream())
                .toList();
    }

    private static List<PeriodDraft> periods(Create request) {
        return request.availablePeriods().value().orElse(List.of()).stream()
                .flatMap(period -> period.value().stream())
                .toList();
    }

    private static Optional<String> name(ParticipantDraft draft) {
        return draft.participantId()
                .value()
                .or(() -> draft.sub().value())
                .or(() -> draft.email().value());
    }

    private static String method(ParticipantDraft draft) {
        return draft.slots()
                .value()
                .flatMap(slots -> slots.selectionMethod().value())
                .orElse("manual");
    }

    /** Zero when there is none. */
    private static long count(Given<Minutes> given) {
        return given.value().flatMap(minutes -> minutes.minutes().value()).orElse(0L);
    }

    private List<String> errors(Create request, NavigableMap<Instant, String> slots, Instant now) {
        List<String> errors = new ArrayList<>();
        List<ParticipantDraft> drafts = drafts(request);
        if (drafts.isEmpty()) {
            errors.add("participants REQUIRED");
        } else if (drafts.size() > maxParticipants) {
            errors.add("participants TOO_MANY");
        } else {
            for (int i = 0; i < drafts.size(); i++) {
                participantErrors(drafts, i, errors);
            }
        }
        if (request.tzid().isAbsent()) {
            errors.add("tzid REQUIRED");
        } else if (!TIME_ZONES.contains(request.tzid().value().orElse(""))) {
            errors.add("tzid TZID_UNRECOGNIZED");
        }
        if (count(request.requiredDuration()) <= 0) {
            errors.add("required_duration.minutes MUST_BE_INTEGER_GREATER_THAN_ZERO");
        }
        if (!request.startInterval().isAbsent() && count(request.startInterval()) <= 0) {
            errors.add("start_interval.minutes MUST_BE_INTEGER_GREATER_THAN_ZERO");
        }
        boolean slotsAreKnown = errors.stream().noneMatch(error -> error.contains(".minutes"));
        List<PeriodDraft> periods = periods(request);
        for (int i = 0; i < periods.size(); i++) {
            if (!start(periods.get(i)).isBefore(end(periods.get(i)))) {
                errors.add("available_periods[" + i + "] INVALID_TIME_PAIR");
                slotsAreKnown = false;
            }
        }
        if (periods.isEmpty()) {
            errors.add("available_periods REQUIRED");
        } else if (slotsAreKnown && slots.keySet().stream().noneMatch(now::isBefore)) {
            errors.add("available_periods NO_SLOTS");
        }
        if (!request.selectionExpiresAfter().isAbsent() && count(request.selectionExpiresAfter()) <= 0) {
            errors.add("selection_expires_after.minutes MUST_BE_INTEGER_GREATER_THAN_ZERO");
        }
        return errors;
    }

    private static void participantErrors(List<ParticipantDraft> drafts, int i, List<String> errors) {
        ParticipantDraft draft = drafts.get(i);
        String path = "participants[" + i + "]";
        if (name(draft).isEmpty()) {
            errors.add(path + ".participant_id REQUIRED");
        } else if (drafts.subList(0, i).stream().anyMatch(before -> name(before).equals(name(draft)))) {
            errors.add(path + ".participant_id DUPLICATE");
        }
        if (!Set.of("auto", "manual").contains(method(draft))) {
            errors.add(path + ".slots.selection_method NOT_RECOGNIZED");
        }
    }

    private static Instant start(PeriodDraft period) {
        return period.start().value().orElseThrow();
    }

    private static Instant end(PeriodDraft period) {
        return period.end().value().orElseThrow();
    }

    /** Minute by minute: where does a run of covered minutes begin, and what fits into it? */
    private static NavigableMap<Instant, String> slots(Create request) {
        var slots = new TreeMap<Instant, String>();
        long length = count(request.requiredDuration());
        long step = request.startInterval().isAbsent() ? length : count(request.startInterval());
        var covered = new TreeSet<Long>();
        for (PeriodDraft period : periods(request)) {
            for (long m = start(period).getEpochSecond() / 60; m < end(period).getEpochSecond() / 60; m++) {
                covered.add(m);
            }
        }
        if (length <= 0 || step <= 0) {
            return slots;
        }
        for (long first : covered) {
            if (!covered.contains(first - 1)) {
                long beyond = first;
                while (covered.contains(beyond)) {
                    beyond++;
                }
                for (long m = first; m + length <= beyond; m += step) {
                    slots.put(Instant.ofEpochSecond(m * 60), "slt_" + m * 60);
                }
            }
        }
        return slots;
    }
}
