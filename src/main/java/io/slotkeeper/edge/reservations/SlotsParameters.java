package io.slotkeeper.edge.reservations;

import io.slotkeeper.availability.KnownZones;
import io.slotkeeper.availability.SlotsQuery;
import io.slotkeeper.availability.SlotsQuery.Format;
import io.slotkeeper.request.Rule;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.request.field.TimeZones;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the parameters of {@code GET /v2/slots} and collects what is wrong with them. */
public final class SlotsParameters {

    private static final Set<String> NAMES = Set.of("eventTypeId", "start", "end", "timeZone", "duration", "format");
    /** As many digits as a {@code long} surely holds. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,17}");

    private static final Map<String, Format> FORMATS = Map.of("time", Format.TIME, "range", Format.RANGE);

    private static final Constraint ZONE = new Constraint("isTimeZone", Rule.TIME_ZONE.text());
    private static final Constraint FORMAT =
            new Constraint("isEnum", "must be one of the following values: time, range");
    private static final Constraint ONCE = new Constraint("arrayMaxSize", "must not be given more than once");

    private final Map<String, List<String>> sent;
    private final List<PropertyError> errors = new ArrayList<>();

    private SlotsParameters(Map<String, List<String>> sent) {
        this.sent = sent;
    }

    /** Either what was asked for, or all that is wrong with it. */
    public sealed interface Parsed {

        record Valid(SlotsQuery query) implements Parsed {}

        /**
         * @param errors in the order of docs/spec/http.md, then what isn't known in the order in which it was sent;
         * never none
         */
        record WrongQuery(List<PropertyError> errors) implements Parsed {

            public WrongQuery {
                errors = List.copyOf(errors);
            }
        }
    }

    /** Reads the parameters of a query, decoded; a name without values counts as left out. */
    public static Parsed parse(Map<String, List<String>> parameters) {
        return new SlotsParameters(parameters).read();
    }

    private Parsed read() {
        Optional<EventTypeKey> eventType = required("eventTypeId", Constraint.INT, SlotsParameters::eventType);
        ZoneId zone =
                given("timeZone").value().flatMap(SlotsParameters::timeZone).orElse(ZoneOffset.UTC);
        Optional<DateString> start = required("start", Constraint.DATE, text -> date(text, zone));
        Optional<DateString> end = required("end", Constraint.DATE, text -> date(text, zone));
        start.ifPresent(from -> end.ifPresent(until -> checkRange(from, until, zone)));
        Optional<ZoneId> timeZone = optional("timeZone", ZONE, SlotsParameters::timeZone);
        Optional<Duration> duration = duration();
        Optional<Format> format = optional("format", FORMAT, text -> Optional.ofNullable(FORMATS.get(text)));
        refuseUnknown();
        return errors.isEmpty()
                ? new Parsed.Valid(new SlotsQuery(
                        eventType.orElseThrow(),
                        start.orElseThrow().instant(),
                        end.orElseThrow().until(),
                        timeZone,
                        duration,
                        format.orElse(Format.TIME)))
                : new Parsed.WrongQuery(errors);
    }

    private <T> Optional<T> required(String name, Constraint constraint, Function<String, Optional<T>> reader) {
        if (given(name).isAbsent()) {
            refuse(name, constraint);
        }
        return optional(name, constraint, reader);
    }

    private <T> Optional<T> optional(String name, Constraint constraint, Function<String, Optional<T>> reader) {
        FieldValue<String> given = given(name);
        Optional<T> value = given.value().flatMap(reader);
        if (given.isMalformed()) {
            refuse(name, ONCE);
        } else if (!given.isAbsent() && value.isEmpty()) {
            refuse(name, constraint);
        }
        return value;
    }

    private FieldValue<String> given(String name) {
        List<String> values = sent.getOrDefault(name, List.of());
        if (values.size() > 1) {
            return FieldValue.malformed(Fault.TYPE);
        }
        return values.isEmpty() ? FieldValue.absent() : FieldValue.of(values.get(0));
    }

    private void refuse(String name, Constraint constraint) {
        errors.add(constraint.brokenBy(name));
    }

    private static Optional<EventTypeKey> eventType(String text) {
        return Optional.of(text)
                .filter(EventTypeKey::isCanonical)
                .map(EventTypeKey::new)
                .filter(key -> !key.isCalendar());
    }

    private static Optional<DateString> date(String text, ZoneId zone) {
        return DateString.read(text, zone).value();
    }

    /** A day ends after it began, so one that lies before the start may end at it. */
    private void checkRange(DateString start, DateString end, ZoneId zone) {
        boolean before = end.wholeDay()
                ? !end.until().isAfter(start.instant())
                : end.instant().isBefore(start.instant());
        if (before) {
            refuse("end", new Constraint("minDate", "must not be before start"));
        } else if (end.until()
                .isAfter(start.instant()
                        .atZone(zone)
                        .plusDays(Limits.MAX_SLOTS_RANGE.toDays())
                        .toInstant())) {
            refuse("end", new Constraint("maxDate", Rule.DAYS_AFTER_START.text(Limits.MAX_SLOTS_RANGE.toDays())));
        }
    }

    private static Optional<ZoneId> timeZone(String text) {
        return Optional.of(text).filter(TimeZones::isKnown).map(KnownZones::of);
    }

    private Optional<Duration> duration() {
        Optional<Long> minutes = optional("duration", Constraint.INT, SlotsParameters::integer);
        Optional<Constraint> broken = minutes.flatMap(SlotsParameters::brokenLimit);
        broken.ifPresent(limit -> refuse("duration", limit));
        return broken.isPresent() ? Optional.empty() : minutes.map(Duration::ofMinutes);
    }

    private static Optional<Constraint> brokenLimit(long minutes) {
        if (minutes < 1) {
            return Optional.of(Constraint.of(Rule.MIN, 1));
        }
        return minutes > Limits.MAX_SLOT_MINUTES
                ? Optional.of(Constraint.of(Rule.MAX, Limits.MAX_SLOT_MINUTES))
                : Optional.empty();
    }

    private static Optional<Long> integer(String text) {
        return Optional.of(text).filter(INTEGER.asMatchPredicate()).map(Long::valueOf);
    }

    private void refuseUnknown() {
        sent.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .map(PropertyError::unknown)
                .forEach(errors::add);
    }
}
