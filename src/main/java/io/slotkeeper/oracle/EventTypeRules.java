package io.slotkeeper.oracle;

import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.TimeZones;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RuleFields;
import io.slotkeeper.reservation.ReservationRequest.ScheduleFields;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What is wrong with a {@code define_event_type} (docs/spec/reservations.md and docs/spec/limits.md). */
final class EventTypeRules {

    private static final long MOST_MINUTES = 24 * 60;
    private static final int MOST_LENGTHS = 20;
    private static final long MOST_SEATS = 1_000;
    private static final long MOST_HELD = 1_000;
    private static final long MOST_EXTENSIONS = 1_000;
    /** 100 years. */
    private static final long MOST_TOTAL_MINUTES = 36_525L * 24 * 60;

    private static final long MOST_BUFFER = 8 * 60;

    private static final int MOST_MEMBERS = 100;
    private static final Set<String> DAYS = Set.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final String TIME_OF_DAY = "([01][0-9]|2[0-3]):[0-5][0-9]|24:00";

    private final ExpectedErrors errors = new ExpectedErrors();

    static ExpectedErrors errors(DefineEventType definition) {
        var rules = new EventTypeRules();
        rules.check(definition);
        return rules.errors;
    }

    private void check(DefineEventType it) {
        text("title", it.title(), text -> ExpectedTexts.isText(text, 255));
        if (it.lengthMinutes().isAbsent()) {
            errors.add("length_minutes", "required");
        }
        number("length_minutes", it.lengthMinutes(), MOST_MINUTES, errors);
        list("lengths_minutes", it.lengthsMinutes(), MOST_LENGTHS);
        each(it.lengthsMinutes(), MOST_LENGTHS, (i, given) -> {
            number("lengths_minutes[" + i + "]", given, MOST_MINUTES, errors);
        });
        number("seats_per_time_slot", it.seatsPerTimeSlot(), MOST_SEATS, errors);
        text("owner", it.owner(), ExpectedTexts::isName);
        list("members", it.members(), MOST_MEMBERS);
        each(it.members(), MOST_MEMBERS, (i, given) -> text("members[" + i + "]", given, ExpectedTexts::isName));
        if (it.schedule().isMalformed()) {
            errors.add("schedule", "invalid_format");
        }
        it.schedule().value().ifPresent(this::schedule);
        number("max_live_holds_per_party", it.maxLiveHoldsPerParty(), MOST_HELD, errors);
        if (!it.maxExtensions().isAbsent() && !it.maxExtensions().is(most -> most >= 0)) {
            errors.add("max_extensions", "invalid_format");
        } else if (it.maxExtensions().is(most -> most > MOST_EXTENSIONS)) {
            errors.add("max_extensions", "too_long");
        }
        number("max_hold_minutes_total", it.maxHoldMinutesTotal(), MOST_TOTAL_MINUTES, errors);
        buffer("buffer_before_minutes", it.bufferBeforeMinutes());
        buffer("buffer_after_minutes", it.bufferAfterMinutes());
        number("slot_interval_minutes", it.slotIntervalMinutes(), MOST_MINUTES, errors);
        version(it.version(), errors);
    }

    private void buffer(String path, FieldValue<Long> given) {
        if (!given.isAbsent() && !given.is(minutes -> minutes >= 0)) {
            errors.add(path, "invalid_format");
        } else if (given.is(minutes -> minutes > MOST_BUFFER)) {
            errors.add(path, "too_long");
        }
    }

    /** Of what may be left out: whole, positive, and not beyond its limit. */
    static void number(String path, FieldValue<Long> given, long most, ExpectedErrors errors) {
        if (!given.isAbsent() && !given.is(it -> it > 0)) {
            errors.add(path, "invalid_format");
        } else if (given.is(it -> it > most)) {
            errors.add(path, "too_long");
        }
    }

    static void version(FieldValue<Long> given, ExpectedErrors errors) {
        if (!given.isAbsent() && !given.is(it -> it >= 0)) {
            errors.add("version", "invalid_format");
        }
    }

    private void text(String path, FieldValue<String> given, Predicate<String> form) {
        if (!given.isAbsent() && !given.is(form)) {
            errors.add(path, "invalid_format");
        }
    }

    private <T> void list(String path, FieldValue<List<FieldValue<T>>> given, int most) {
        if (given.isMalformed()) {
            errors.add(path, "invalid_format");
        } else if (given.is(it -> it.size() > most)) {
            errors.add(path, "too_many");
        }
    }

    private interface Visitor<T> {
        void visit(int place, FieldValue<T> given);
    }

    private static <T> void each(FieldValue<List<FieldValue<T>>> given, int most, Visitor<T> visitor) {
        List<FieldValue<T>> elements = given.value().orElse(List.of());
        for (int i = 0; i < elements.size() && elements.size() <= most; i++) {
            // An element that is null isn't left out: a list has no names.
            visitor.visit(i, elements.get(i));
        }
    }

    private void schedule(ScheduleFields draft) {
        if (draft.timeZone().isAbsent()) {
            errors.add("schedule.time_zone", "required");
        } else if (!draft.timeZone().is(TimeZones::isKnown)) {
            errors.add("schedule.time_zone", "tzid_unrecognized");
        }
        if (draft.rules().isAbsent()) {
            errors.add("schedule.rules", "required");
        } else if (draft.rules().isMalformed()) {
            errors.add("schedule.rules", "invalid_format");
        }
        each(draft.rules(), Integer.MAX_VALUE, (i, given) -> rule("schedule.rules[" + i + "]", given));
    }

    private void rule(String path, FieldValue<RuleFields> given) {
        if (given.value().isEmpty()) {
            errors.add(path, "invalid_format");
            return;
        }
        RuleFields rule = given.value().get();
        if (rule.days().isAbsent() || rule.days().is(List::isEmpty)) {
            errors.add(path + ".days", "required");
        } else if (rule.days().isMalformed()) {
            errors.add(path + ".days", "invalid_format");
        } else if (!rule.days().is(days -> days.stream().allMatch(day -> day.is(DAYS::contains)))) {
            errors.add(path + ".days", "not_recognized");
        }
        boolean startIsRight = time(path + ".start", rule.start());
        boolean endIsRight = time(path + ".end", rule.end());
        if (startIsRight && endIsRight && !rule.start().is(start -> rule.end().is(end -> start.compareTo(end) < 0))) {
            errors.add(path, "invalid_time_pair");
        }
    }

    private boolean time(String path, FieldValue<String> given) {
        boolean right = given.is(it -> it.matches(TIME_OF_DAY));
        if (!right) {
            errors.add(path, given.isAbsent() ? "required" : "invalid_format");
        }
        return right;
    }
}
