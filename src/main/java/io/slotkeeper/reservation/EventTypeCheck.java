package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Rule;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.request.field.TextRules;
import io.slotkeeper.request.field.TimeZones;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RuleFields;
import io.slotkeeper.reservation.ReservationRequest.ScheduleFields;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.SlotRules;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validates a definition of an event type and collects all its errors (docs/spec/topics.md#define_event_type,
 * docs/spec/limits.md#limits-of-reservations). One object validates one request.
 */
final class EventTypeCheck {

    private static final Pattern TIME_OF_DAY = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)|24:00");
    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "MON", DayOfWeek.MONDAY,
            "TUE", DayOfWeek.TUESDAY,
            "WED", DayOfWeek.WEDNESDAY,
            "THU", DayOfWeek.THURSDAY,
            "FRI", DayOfWeek.FRIDAY,
            "SAT", DayOfWeek.SATURDAY,
            "SUN", DayOfWeek.SUNDAY);

    private final DefineEventType request;
    private final FieldCheck fields = new FieldCheck();

    EventTypeCheck(DefineEventType request) {
        this.request = request;
    }

    /** The refusal with all errors; empty if the definition is valid. */
    Optional<Refusal> refusal() {
        fields.optionalText(
                        "title",
                        request.title(),
                        text -> TextRules.isText(text, Limits.MAX_TEXT_LENGTH),
                        Rule.WELL_FORMED)
                .number("length_minutes", request.lengthMinutes(), 1, Limits.MAX_SLOT_MINUTES);
        checkLengths();
        fields.optionalNumber("seats_per_time_slot", request.seatsPerTimeSlot(), 1, Limits.MAX_SEATS)
                .optionalText("owner", request.owner(), Principal::isValid, Rule.PRINCIPAL);
        checkMembers();
        checkSchedule();
        fields.optionalNumber(
                        "max_live_holds_per_party", request.maxLiveHoldsPerParty(), 1, Limits.MAX_LIVE_HOLDS_PER_PARTY)
                .optionalNumber("max_extensions", request.maxExtensions(), 0, Limits.MAX_EXTENSIONS)
                .optionalNumber(
                        "max_hold_minutes_total", request.maxHoldMinutesTotal(), 1, Limits.MAX_HOLD_MINUTES_TOTAL)
                .optionalNumber("buffer_before_minutes", request.bufferBeforeMinutes(), 0, Limits.MAX_BUFFER_VALUE)
                .optionalNumber("buffer_after_minutes", request.bufferAfterMinutes(), 0, Limits.MAX_BUFFER_VALUE)
                .optionalNumber("slot_interval_minutes", request.slotIntervalMinutes(), 1, Limits.MAX_INTERVAL_VALUE);
        fields.optionalNumber("version", request.version(), 0, Long.MAX_VALUE);
        return fields.refusal();
    }

    /** The definition. To be called only after {@link #refusal} returned empty. */
    EventType eventType(OptionalLong version) {
        return new EventType(
                request.title().value(),
                Duration.ofMinutes(request.lengthMinutes().value().orElseThrow()),
                present(request.lengthsMinutes()).stream()
                        .map(Duration::ofMinutes)
                        .toList(),
                integer(request.seatsPerTimeSlot()),
                request.owner().value().map(Principal::new),
                present(request.members()).stream().map(Principal::new).toList(),
                request.schedule().value().map(EventTypeCheck::schedule),
                new HoldCaps(
                        integer(request.maxLiveHoldsPerParty()),
                        integer(request.maxExtensions()),
                        request.maxHoldMinutesTotal().value().map(Duration::ofMinutes)),
                new SlotRules(
                        minutes(request.bufferBeforeMinutes()).orElse(Duration.ZERO),
                        minutes(request.bufferAfterMinutes()).orElse(Duration.ZERO),
                        minutes(request.slotIntervalMinutes())),
                version,
                false);
    }

    private static Optional<Duration> minutes(FieldValue<Long> field) {
        return field.value().map(Duration::ofMinutes);
    }

    private static OptionalInt integer(FieldValue<Long> field) {
        return field.value().map(number -> OptionalInt.of(number.intValue())).orElse(OptionalInt.empty());
    }

    private static <T> List<T> present(FieldValue<List<FieldValue<T>>> list) {
        return list.value().orElse(List.of()).stream()
                .flatMap(element -> element.value().stream())
                .toList();
    }

    private void checkLengths() {
        List<FieldValue<Long>> lengths = list("lengths_minutes", request.lengthsMinutes(), Limits.MAX_LENGTHS);
        for (int i = 0; i < lengths.size(); i++) {
            fields.number("lengths_minutes[" + i + "]", lengths.get(i), 1, Limits.MAX_SLOT_MINUTES);
        }
    }

    private void checkMembers() {
        List<FieldValue<String>> members = list("members", request.members(), Limits.MAX_MEMBERS);
        for (int i = 0; i < members.size(); i++) {
            fields.expect(
                    members.get(i).is(Principal::isValid), "members[" + i + "]", Code.INVALID_FORMAT, Rule.PRINCIPAL);
        }
    }

    /** Elements of an optional list; none if the list itself is malformed or too long. */
    private <T> List<FieldValue<T>> list(String path, FieldValue<List<FieldValue<T>>> field, int max) {
        List<FieldValue<T>> elements = field.value().orElse(List.of());
        fields.expect(!field.isMalformed(), path, Code.INVALID_FORMAT, Rule.ARRAY);
        fields.expect(elements.size() <= max, path, Code.TOO_MANY, Rule.MAX_ELEMENTS, max);
        return elements.size() <= max ? elements : List.of();
    }

    private void checkSchedule() {
        if (request.schedule().isAbsent()) {
            return;
        }
        Optional<ScheduleFields> schedule = request.schedule().value();
        if (schedule.isEmpty()) {
            fields.wrong("schedule", Code.INVALID_FORMAT, Rule.OBJECT);
            return;
        }
        if (expectPresent(schedule.get().timeZone(), "schedule.time_zone", Rule.TIME_ZONE)) {
            fields.expect(
                    schedule.get().timeZone().is(TimeZones::isKnown),
                    "schedule.time_zone",
                    Code.TZID_UNRECOGNIZED,
                    Rule.TIME_ZONE);
        }
        fields.expect(!schedule.get().rules().isAbsent(), "schedule.rules", Code.REQUIRED, Rule.ARRAY);
        List<FieldValue<RuleFields>> rules =
                list("schedule.rules", schedule.get().rules(), Limits.MAX_RULES);
        for (int i = 0; i < rules.size(); i++) {
            checkRule("schedule.rules[" + i + "]", rules.get(i));
        }
    }

    private void checkRule(String path, FieldValue<RuleFields> field) {
        if (field.value().isEmpty()) {
            fields.wrong(path, Code.INVALID_FORMAT, Rule.OBJECT);
            return;
        }
        RuleFields rule = field.value().get();
        checkDays(path + ".days", rule.days());
        Optional<Integer> start = time(path + ".start", rule.start());
        Optional<Integer> end = time(path + ".end", rule.end());
        if (start.isPresent() && end.isPresent()) {
            fields.expect(end.get() > start.get(), path, Code.INVALID_TIME_PAIR, Rule.SAME_DAY);
        }
    }

    private void checkDays(String path, FieldValue<List<FieldValue<String>>> days) {
        if (days.isMalformed()) {
            fields.wrong(path, Code.INVALID_FORMAT, Rule.DAYS_OF_WEEK);
        } else if (days.value().orElse(List.of()).isEmpty()) {
            fields.wrong(path, Code.REQUIRED, Rule.DAYS_OF_WEEK);
        } else {
            fields.expect(
                    days.is(all -> all.stream().allMatch(day -> day.is(DAYS::containsKey))),
                    path,
                    Code.NOT_RECOGNIZED,
                    Rule.DAYS_OF_WEEK);
        }
    }

    private Optional<Integer> time(String path, FieldValue<String> time) {
        Optional<Integer> minute = time.value().flatMap(EventTypeCheck::minuteOfDay);
        if (expectPresent(time, path, Rule.TIME_OF_DAY)) {
            fields.expect(minute.isPresent(), path, Code.INVALID_FORMAT, Rule.TIME_OF_DAY);
        }
        return minute;
    }

    private boolean expectPresent(FieldValue<?> field, String path, Rule rule) {
        fields.expect(!field.isAbsent(), path, Code.REQUIRED, rule);
        return !field.isAbsent();
    }

    private static Optional<Integer> minuteOfDay(String text) {
        Matcher parts = TIME_OF_DAY.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                parts.group(1) == null
                        ? 24 * 60
                        : Integer.parseInt(parts.group(1)) * 60 + Integer.parseInt(parts.group(2)));
    }

    private static Schedule schedule(ScheduleFields fields) {
        List<Schedule.OpeningRule> rules = new ArrayList<>();
        for (RuleFields rule : present(fields.rules())) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            present(rule.days()).forEach(day -> days.add(DAYS.get(day)));
            rules.add(new Schedule.OpeningRule(days, minute(rule.start()), minute(rule.end())));
        }
        return new Schedule(fields.timeZone().value().orElseThrow(), rules);
    }

    private static int minute(FieldValue<String> time) {
        return time.value().flatMap(EventTypeCheck::minuteOfDay).orElseThrow();
    }
}
