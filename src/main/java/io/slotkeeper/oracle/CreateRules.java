package io.slotkeeper.oracle;

import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantFields;
import io.slotkeeper.conversation.ConversationRequest.PeriodFields;
import io.slotkeeper.conversation.ConversationRequest.SlotsFields;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.TimeZones;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What is wrong with a {@code create_conversation} (docs/spec/conversations.md#requests), and what it asks for if
 * nothing is.
 */
final class CreateRules {

    private static final long DAY = 24 * 60;
    /** A hundred years and a bit: what is longer reaches beyond every period. */
    private static final long FOR_EVER = 36_600 * DAY;

    private static final int MOST_PERIODS = 100;
    private static final int MOST_SLOTS = 1_000;
    private static final int MOST_EVENT_BYTES = 4_096;

    record WantedParticipant(
            Optional<String> participantId,
            Optional<String> sub,
            Optional<String> email,
            Optional<String> commonName,
            Optional<Boolean> managedAvailability,
            boolean auto) {

        String identity() {
            return participantId.or(() -> sub).or(() -> email).orElseThrow();
        }
    }

    record WantedPeriod(Instant start, Instant end) {}

    /** @param slots their starts, past ones too */
    record WantedConversation(
            List<WantedParticipant> participants,
            String tzid,
            Optional<String> subject,
            Optional<String> event,
            Duration length,
            Optional<Duration> startInterval,
            List<WantedPeriod> periods,
            Optional<Duration> selectionExpiresAfter,
            TreeSet<Instant> slots) {}

    private final Create request;
    private final Instant now;
    private final ExpectedErrors errors = new ExpectedErrors();
    private final TreeSet<Instant> slots = new TreeSet<>();
    private boolean oneCanBeChosen;

    CreateRules(Create request, Instant now, int maxParticipants) {
        this.request = request;
        this.now = now;
        participants(maxParticipants);
        texts();
        // Each is looked at whatever the others are: all errors are named at once.
        boolean lengthIsRight = minutes("required_duration", request.requiredDuration(), true, DAY);
        boolean intervalIsRight = minutes("start_interval", request.startInterval(), false, FOR_EVER);
        boolean periodsAreRight = periodsAreRight();
        if (lengthIsRight && intervalIsRight && periodsAreRight) {
            slots();
        }
        minutes("selection_expires_after", request.selectionExpiresAfter(), false, FOR_EVER);
    }

    ExpectedErrors errors() {
        return errors;
    }

    /** Only of a request without errors. */
    WantedConversation wanted() {
        return new WantedConversation(
                request.participants().value().orElseThrow().stream()
                        .map(it -> participant(it.value().orElseThrow()))
                        .toList(),
                request.tzid().value().orElseThrow(),
                request.subject().value(),
                request.event().value(),
                duration(request.requiredDuration()).orElseThrow(),
                duration(request.startInterval()),
                periods(),
                duration(request.selectionExpiresAfter()),
                slots);
    }

    static String slotId(Instant start) {
        return "slt_" + start.getEpochSecond();
    }

    private static WantedParticipant participant(ParticipantFields draft) {
        return new WantedParticipant(
                draft.participantId().value(),
                draft.sub().value(),
                draft.email().value(),
                draft.commonName().value(),
                draft.managedAvailability().value(),
                draft.slots().is(it -> it.selectionMethod().is("auto"::equals)));
    }

    private static Optional<Duration> duration(FieldValue<Minutes> given) {
        return given.value().map(it -> Duration.ofMinutes(it.minutes().value().orElseThrow()));
    }

    // Participants

    private void participants(int most) {
        Optional<List<FieldValue<ParticipantFields>>> drafts =
                request.participants().value();
        if (request.participants().isMalformed()) {
            errors.add("participants", "invalid_format");
        } else if (drafts.isEmpty() || drafts.get().isEmpty()) {
            errors.add("participants", "required");
        } else if (drafts.get().size() > most) {
            errors.add("participants", "too_many");
        } else {
            List<String> identities = new ArrayList<>();
            for (int i = 0; i < drafts.get().size(); i++) {
                String path = "participants[" + i + "]";
                drafts.get()
                        .get(i)
                        .value()
                        .ifPresentOrElse(
                                it -> participant(path, it, identities), () -> errors.add(path, "invalid_format"));
            }
        }
    }

    private void participant(String path, ParticipantFields draft, List<String> identities) {
        if (draft.participantId().isAbsent()
                && draft.sub().isAbsent()
                && draft.email().isAbsent()) {
            errors.add(path + ".participant_id", "required");
        }
        boolean byId = !draft.participantId().isAbsent();
        boolean bySub = !byId && !draft.sub().isAbsent();
        name(path + ".participant_id", draft.participantId(), ExpectedTexts::isId, byId, identities);
        name(path + ".sub", draft.sub(), ExpectedTexts::isId, bySub, identities);
        name(path + ".email", draft.email(), CreateRules::isAddress, !byId && !bySub, identities);
        if (isWrong(draft.commonName(), 255)) {
            errors.add(path + ".common_name", "invalid_format");
        }
        if (draft.managedAvailability().isMalformed()) {
            errors.add(path + ".managed_availability", "invalid_format");
        }
        if (draft.slots().isMalformed()) {
            errors.add(path + ".slots", "invalid_format");
        }
        draft.slots().value().ifPresent(it -> method(path + ".slots.selection_method", it));
    }

    private static boolean isAddress(String text) {
        return ExpectedTexts.isName(text) && text.contains("@");
    }

    /** @param isIdentity whether it is what the participant is known by */
    private void name(
            String path,
            FieldValue<String> given,
            Predicate<String> form,
            boolean isIdentity,
            List<String> identities) {
        if (!given.isAbsent() && !given.is(form)) {
            errors.add(path, "invalid_format");
        } else if (isIdentity && given.is(identities::contains)) {
            errors.add(path, "duplicate");
        } else if (isIdentity) {
            given.value().ifPresent(identities::add);
        }
    }

    private void method(String path, SlotsFields given) {
        FieldValue<String> method = given.selectionMethod();
        if (method.isMalformed()) {
            errors.add(path, "invalid_format");
        } else if (method.is(it -> !List.of("auto", "manual").contains(it))) {
            errors.add(path, "not_recognized");
        }
    }

    private static boolean isWrong(FieldValue<String> text, int characters) {
        return text.isMalformed() || text.is(it -> !ExpectedTexts.isText(it, characters));
    }

    // Texts and durations

    private void texts() {
        FieldValue<String> tzid = request.tzid();
        if (tzid.isAbsent()) {
            errors.add("tzid", "required");
        } else if (tzid.isMalformed()) {
            errors.add("tzid", "invalid_format");
        } else if (!tzid.is(TimeZones::isKnown)) {
            errors.add("tzid", "tzid_unrecognized");
        }
        if (isWrong(request.subject(), 255)) {
            errors.add("subject", "invalid_format");
        }
        FieldValue<String> event = request.event();
        if (event.isMalformed() || event.is(it -> it.getBytes(StandardCharsets.UTF_8).length > MOST_EVENT_BYTES)) {
            errors.add("event", "invalid_format");
        }
    }

    private boolean minutes(String field, FieldValue<Minutes> given, boolean required, long most) {
        if (given.isAbsent()) {
            if (required) {
                errors.add(field, "required");
            }
            return !required;
        }
        if (given.isMalformed()) {
            errors.add(field, "invalid_format");
            return false;
        }
        FieldValue<Long> count = given.value().orElseThrow().minutes();
        String path = field + ".minutes";
        if (count.isAbsent()) {
            errors.add(path, "required");
        } else if (!count.is(it -> it > 0)) {
            errors.add(path, "must_be_integer_greater_than_zero");
        } else if (count.is(it -> it > most)) {
            errors.add(path, "too_long");
        }
        return count.is(it -> it > 0 && it <= most);
    }

    // Periods and slots

    private List<WantedPeriod> periods() {
        return request.availablePeriods().value().orElseThrow().stream()
                .map(it -> it.value().orElseThrow())
                .map(it -> new WantedPeriod(
                        it.start().value().orElseThrow(), it.end().value().orElseThrow()))
                .toList();
    }

    private boolean periodsAreRight() {
        FieldValue<List<FieldValue<PeriodFields>>> given = request.availablePeriods();
        List<FieldValue<PeriodFields>> drafts = given.value().orElse(List.of());
        if (given.isMalformed()) {
            errors.add("available_periods", "invalid_format");
        } else if (drafts.isEmpty()) {
            errors.add("available_periods", "required");
        } else if (drafts.size() > MOST_PERIODS) {
            errors.add("available_periods", "too_many");
        } else {
            boolean right = true;
            for (int i = 0; i < drafts.size(); i++) {
                right &= periodIsRight("available_periods[" + i + "]", drafts.get(i));
            }
            return right;
        }
        return false;
    }

    private boolean periodIsRight(String path, FieldValue<PeriodFields> draft) {
        if (draft.isMalformed()) {
            errors.add(path, "invalid_format");
            return false;
        }
        FieldValue<Instant> start = draft.value().orElseThrow().start();
        FieldValue<Instant> end = draft.value().orElseThrow().end();
        boolean startIsRight = instantIsRight(path + ".start", start);
        boolean endIsRight = instantIsRight(path + ".end", end);
        if (!startIsRight || !endIsRight) {
            return false;
        }
        if (!start.is(from -> end.is(from::isBefore))) {
            errors.add(path, "invalid_time_pair");
            return false;
        }
        Instant horizon = now.atOffset(ZoneOffset.UTC).plusYears(100).toInstant();
        if (end.is(horizon::isBefore)) {
            errors.add(path + ".end", "too_far");
            return false;
        }
        return true;
    }

    private boolean instantIsRight(String path, FieldValue<Instant> given) {
        if (given.isAbsent()) {
            errors.add(path, "required");
            return false;
        }
        boolean right = given.is(it -> it.equals(it.truncatedTo(ChronoUnit.SECONDS)));
        if (!right) {
            errors.add(path, "invalid_format");
        }
        return right;
    }

    /** Periods that touch are one: where one ends and another goes on, a slot may lie across. */
    private void slots() {
        List<WantedPeriod> sorted = new ArrayList<>(periods());
        sorted.sort(Comparator.comparing(WantedPeriod::start));
        Duration length = duration(request.requiredDuration()).orElseThrow();
        Duration step = duration(request.startInterval()).orElse(length);
        WantedPeriod merged = sorted.get(0);
        for (WantedPeriod next : sorted) {
            if (next.start().isAfter(merged.end())) {
                slots(merged, length, step);
                merged = next;
            } else if (next.end().isAfter(merged.end())) {
                merged = new WantedPeriod(merged.start(), next.end());
            }
        }
        slots(merged, length, step);
        if (!oneCanBeChosen) {
            errors.add("available_periods", "no_slots");
        } else if (slots.size() > MOST_SLOTS) {
            errors.add("available_periods", "too_many");
        }
    }

    /** Stops where it is clear that there are too many, and that one of them can be chosen. */
    private void slots(WantedPeriod period, Duration length, Duration step) {
        for (Instant start = period.start();
                !start.plus(length).isAfter(period.end()) && (slots.size() <= MOST_SLOTS || !oneCanBeChosen);
                start = start.plus(step)) {
            if (slots.size() <= MOST_SLOTS) {
                slots.add(start);
            }
            oneCanBeChosen |= start.isAfter(now);
        }
    }
}
