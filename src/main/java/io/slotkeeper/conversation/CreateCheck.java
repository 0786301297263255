package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantFields;
import io.slotkeeper.conversation.ConversationRequest.PeriodFields;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.Rule;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.request.field.TextRules;
import io.slotkeeper.request.field.TimeZones;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Validates a create request and collects all its errors, in the order of its fields
 * (docs/spec/conversations.md#create_conversation, docs/spec/limits.md#limits-of-conversations). One object validates
 * one request.
 */
final class CreateCheck {

    private final Create request;
    private final Instant now;
    private final int maxParticipants;
    private final FieldErrors errors = new FieldErrors();

    private final List<Participant> participants = new ArrayList<>();
    private final List<Period> periods = new ArrayList<>();

    CreateCheck(Create request, Instant now, int maxParticipants) {
        this.request = request;
        this.now = now;
        this.maxParticipants = maxParticipants;
    }

    /**
     * The content of a valid request.
     *
     * @param startInterval as requested
     */
    record Content(
            List<Participant> participants,
            String tzid,
            Duration requiredDuration,
            Optional<Duration> startInterval,
            List<Period> availablePeriods,
            Optional<Duration> selectionExpiresAfter) {}

    /**
     * Validates the request.
     *
     * @return its content; empty if there are {@link #errors()}
     */
    Optional<Content> check() {
        checkParticipants();
        checkTzid();
        checkOptional("subject", request.subject(), text -> TextRules.isText(text, Limits.MAX_TEXT_LENGTH));
        checkOptional(
                "event",
                request.event(),
                text -> TextRules.isText(text, Limits.MAX_EVENT_BYTES)
                        && text.getBytes(StandardCharsets.UTF_8).length <= Limits.MAX_EVENT_BYTES);
        if (request.requiredDuration().isAbsent()) {
            errors.add("required_duration", Code.REQUIRED);
        }
        Optional<Duration> duration = minutes("required_duration", request.requiredDuration(), Limits.MAX_SLOT_MINUTES);
        Optional<Duration> interval = minutes("start_interval", request.startInterval(), Limits.MAX_INTERVAL_MINUTES);
        checkPeriods();
        if (interval.isPresent() || request.startInterval().isAbsent()) {
            duration.ifPresent(length -> checkSlots(length, interval.orElse(length)));
        }
        Optional<Duration> expiresAfter =
                minutes("selection_expires_after", request.selectionExpiresAfter(), Limits.MAX_INTERVAL_MINUTES);
        if (!errors.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Content(
                participants,
                request.tzid().value().orElseThrow(),
                duration.orElseThrow(),
                interval,
                periods,
                expiresAfter));
    }

    FieldErrors errors() {
        return errors;
    }

    private void checkParticipants() {
        String path = "participants";
        List<FieldValue<ParticipantFields>> elements =
                request.participants().value().orElse(List.of());
        if (request.participants().isMalformed()) {
            errors.add(path, Code.INVALID_FORMAT);
        } else if (elements.isEmpty()) {
            errors.add(path, Code.REQUIRED);
        } else if (elements.size() > maxParticipants) {
            errors.add(path, Code.TOO_MANY);
        } else {
            Set<String> identities = new HashSet<>();
            for (int i = 0; i < elements.size(); i++) {
                checkParticipant(path + "[" + i + "]", elements.get(i), identities);
            }
        }
    }

    private void checkParticipant(String path, FieldValue<ParticipantFields> field, Set<String> identities) {
        if (field.value().isEmpty()) {
            errors.add(path, Code.INVALID_FORMAT);
            return;
        }
        ParticipantFields participant = field.value().get();
        checkOptional(path + ".participant_id", participant.participantId(), TextRules::isId);
        checkOptional(path + ".sub", participant.sub(), TextRules::isId);
        checkOptional(
                path + ".email",
                participant.email(),
                text -> TextRules.isName(text, Limits.MAX_PRINCIPAL_LENGTH) && text.indexOf('@') >= 0);
        checkIdentity(path, participant, identities);
        checkOptional(
                path + ".common_name",
                participant.commonName(),
                text -> TextRules.isText(text, Limits.MAX_TEXT_LENGTH));
        checkOptional(path + ".managed_availability", participant.managedAvailability(), any -> true);
        SelectionMethod method = checkMethod(path, participant);
        participants.add(new Participant(
                participant.participantId().value(),
                participant.sub().value(),
                participant.email().value(),
                participant.commonName().value(),
                participant.managedAvailability().value(),
                method,
                Optional.empty(),
                RememberedRequests.NONE));
    }

    private void checkIdentity(String path, ParticipantFields participant, Set<String> identities) {
        String field;
        FieldValue<String> identity;
        if (!participant.participantId().isAbsent()) {
            field = ".participant_id";
            identity = participant.participantId();
        } else if (!participant.sub().isAbsent()) {
            field = ".sub";
            identity = participant.sub();
        } else {
            field = ".email";
            identity = participant.email();
        }
        if (identity.isAbsent()) {
            errors.add(path + ".participant_id", Code.REQUIRED);
        } else if (identity.is(name -> !identities.add(name))) {
            errors.add(path + field, Code.DUPLICATE);
        }
    }

    private SelectionMethod checkMethod(String path, ParticipantFields participant) {
        if (participant.slots().isMalformed()) {
            errors.add(path + ".slots", Code.INVALID_FORMAT);
        }
        FieldValue<String> field = participant
                .slots()
                .value()
                .map(ConversationRequest.SlotsFields::selectionMethod)
                .orElse(FieldValue.absent());
        Optional<SelectionMethod> method = field.value().flatMap(SelectionMethod::of);
        if (field.isMalformed()) {
            errors.add(path + ".slots.selection_method", Code.INVALID_FORMAT);
        } else if (!field.isAbsent() && method.isEmpty()) {
            errors.add(path + ".slots.selection_method", Code.NOT_RECOGNIZED);
        }
        return method.orElse(SelectionMethod.MANUAL);
    }

    private void checkTzid() {
        if (request.tzid().isAbsent()) {
            errors.add("tzid", Code.REQUIRED);
        } else if (request.tzid().isMalformed()) {
            errors.add("tzid", Code.INVALID_FORMAT);
        } else if (!request.tzid().is(TimeZones::isKnown)) {
            errors.add("tzid", Code.TZID_UNRECOGNIZED);
        }
    }

    private <T> void checkOptional(String path, FieldValue<T> field, Predicate<T> valid) {
        if (!field.isAbsent() && !field.is(valid)) {
            errors.add(path, Code.INVALID_FORMAT);
        }
    }

    private Optional<Duration> minutes(String path, FieldValue<Minutes> field, long max) {
        if (field.isAbsent()) {
            return Optional.empty();
        }
        if (field.isMalformed()) {
            errors.add(path, Code.INVALID_FORMAT);
            return Optional.empty();
        }
        String inner = path + ".minutes";
        FieldValue<Long> minutes = field.value().orElseThrow().minutes();
        if (minutes.isAbsent()) {
            errors.add(inner, Code.REQUIRED);
        } else if (!minutes.is(count -> count > 0)) {
            errors.add(inner, Code.MUST_BE_INTEGER_GREATER_THAN_ZERO);
        } else if (!minutes.is(count -> count <= max)) {
            errors.add(inner, Code.TOO_LONG);
        } else {
            return minutes.value().map(Duration::ofMinutes);
        }
        return Optional.empty();
    }

    private void checkPeriods() {
        String path = "available_periods";
        List<FieldValue<PeriodFields>> elements =
                request.availablePeriods().value().orElse(List.of());
        if (request.availablePeriods().isMalformed()) {
            errors.add(path, Code.INVALID_FORMAT);
        } else if (elements.isEmpty()) {
            errors.add(path, Code.REQUIRED);
        } else if (elements.size() > Limits.MAX_PERIODS) {
            errors.add(path, Code.TOO_MANY);
        } else {
            for (int i = 0; i < elements.size(); i++) {
                checkPeriod(path + "[" + i + "]", elements.get(i));
            }
        }
    }

    private void checkPeriod(String path, FieldValue<PeriodFields> field) {
        if (field.value().isEmpty()) {
            errors.add(path, Code.INVALID_FORMAT);
            return;
        }
        Optional<Instant> start = second(path + ".start", field.value().get().start());
        Optional<Instant> end = second(path + ".end", field.value().get().end());
        if (start.isEmpty() || end.isEmpty()) {
            return;
        }
        if (!end.get().isAfter(start.get())) {
            errors.add(path, Code.INVALID_TIME_PAIR);
        } else if (end.get().isAfter(furthest())) {
            errors.add(path + ".end", Code.TOO_FAR);
        } else {
            periods.add(new Period(start.get(), end.get()));
        }
    }

    private static boolean hasFraction(Instant instant) {
        return !instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    private Optional<Instant> second(String path, FieldValue<Instant> field) {
        if (field.isAbsent()) {
            errors.add(path, Code.REQUIRED);
        } else if (field.isMalformed(Fault.TOO_FINE) || field.is(CreateCheck::hasFraction)) {
            errors.add(path, Code.INVALID_FORMAT, Rule.WHOLE_SECONDS);
        } else if (field.isMalformed()) {
            errors.add(path, Code.INVALID_FORMAT);
        } else {
            return field.value();
        }
        return Optional.empty();
    }

    private Instant furthest() {
        return now.atOffset(ZoneOffset.UTC).plusYears(Limits.MAX_YEARS_AHEAD).toInstant();
    }

    /**
     * Only if all periods and the interval are valid: the invalid ones could contain the slots that seem to be missing.
     */
    private void checkSlots(Duration duration, Duration interval) {
        int requested = request.availablePeriods().value().map(List::size).orElse(0);
        if (requested == 0 || periods.size() != requested) {
            return;
        }
        var grid = new SlotGrid(periods, duration, interval);
        if (grid.count() > Limits.MAX_SLOTS) {
            errors.add("available_periods", Code.TOO_MANY, Rule.FEWER_SLOTS, Limits.MAX_SLOTS);
        } else if (grid.earliestAfter(now).isEmpty()) {
            errors.add("available_periods", Code.NO_SLOTS);
        }
    }
}
