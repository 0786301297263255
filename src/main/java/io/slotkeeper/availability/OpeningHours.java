package io.slotkeeper.availability;

import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The opening hours of an event type: the rules of its schedule on the days and clocks of its time zone.
 *
 * <p>A local time that a clock change skips is moved later by as much as the clock was put forward; of one that occurs
 * twice the first is used. A day that the time zone skips has no hours, whatever the rules of its weekday are.
 */
final class OpeningHours {

    private static final int DAY_MINUTES = 24 * 60;
    private static final int DAYS_OF_WEEK = 7;

    /** Minutes of a local day; {@code end} is exclusive. */
    private record Span(int start, int end) {}

    private final ZoneId zone;
    private final boolean neverCloses;
    private final Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);

    OpeningHours(Schedule schedule) {
        this.zone = KnownZones.of(schedule.timeZone());
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, merged(schedule.rules(), day));
        }
        this.neverCloses = week.values().stream().allMatch(List.of(new Span(0, DAY_MINUTES))::equals);
    }

    /** The rules of a day, merged where they overlap or touch. */
    private static List<Span> merged(List<Schedule.OpeningRule> rules, DayOfWeek day) {
        List<Span> spans = rules.stream()
                .filter(rule -> rule.days().contains(day))
                .map(rule -> new Span(rule.startMinute(), rule.endMinute()))
                .sorted(Comparator.comparingInt(Span::start))
                .toList();
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            int last = merged.size() - 1;
            if (last >= 0 && span.start() <= merged.get(last).end()) {
                Span before = merged.get(last);
                merged.set(last, new Span(before.start(), Math.max(before.end(), span.end())));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    /**
     * All openings that overlap {@code [start, end)} and some around it, day by day. Those that touch at midnight are one;
     * hours that never close are cut at the beginning of each Monday. They may overlap each other where a clock change
     * moves the opening of one beyond that of the next.
     */
    Stream<Window> around(Instant start, Instant end) {
        // No opening is longer than a week. If clocks change at midnight, some of a day's hours belong to the local day
        // before or after it.
        LocalDate first = LocalDate.ofInstant(start, zone).minusDays(DAYS_OF_WEEK + 1);
        LocalDate last = LocalDate.ofInstant(end, zone).plusDays(DAYS_OF_WEEK + 1);
        List<Window> openings = new ArrayList<>();
        first.datesUntil(last.plusDays(1))
                .filter(this::exists)
                .forEach(day -> on(day).forEach(opening -> add(openings, opening, day)));
        return openings.stream();
    }

    private void add(List<Window> openings, Window opening, LocalDate day) {
        int latest = openings.size() - 1;
        boolean goesOn = latest >= 0
                && opening.start().equals(openings.get(latest).end())
                && opening.start().equals(day.atStartOfDay(zone).toInstant())
                && !(neverCloses && day.getDayOfWeek() == DayOfWeek.MONDAY);
        if (goesOn) {
            openings.set(latest, new Window(openings.get(latest).start(), opening.end()));
        } else {
            openings.add(opening);
        }
    }

    private boolean exists(LocalDate day) {
        return day.atStartOfDay(zone).toLocalDate().equals(day);
    }

    private Stream<Window> on(LocalDate day) {
        return week.getOrDefault(day.getDayOfWeek(), List.of()).stream().flatMap(span -> {
            Instant opening = instant(day, span.start());
            Instant closing = instant(day, span.end());
            return closing.isAfter(opening) ? Stream.of(new Window(opening, closing)) : Stream.empty();
        });
    }

    private Instant instant(LocalDate day, int minute) {
        return minute == DAY_MINUTES
                ? day.plusDays(1).atStartOfDay(zone).toInstant()
                : day.atTime(minute / 60, minute % 60).atZone(zone).toInstant();
    }
}
