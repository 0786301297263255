package io.slotkeeper.availability;

import io.slotkeeper.availability.OfferedSlot.Seats;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.SlotRules;
import io.slotkeeper.reservation.calendar.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The slots that are to be offered, found a second way: by watching the clock on the wall minute by minute, and by
 * comparing each slot with each hold and booking. The time zone is asked for nothing but what the clock shows.
 */
final class SlotsByTheMinute {

    private static final int DAY = 24 * 60;

    private final SlotsEnquiry enquiry;
    private final Schedule schedule;
    private final Instant first;
    /** What the clock shows at {@link #first}, a minute later, and so on. */
    private final List<LocalDateTime> clock = new ArrayList<>();

    private SlotsByTheMinute(SlotsEnquiry enquiry) {
        this.enquiry = enquiry;
        this.schedule = enquiry.type().schedule().orElseThrow();
        this.first = enquiry.query().start().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofDays(10));
        ZoneRules rules = ZoneId.of(schedule.timeZone()).getRules();
        Instant last = enquiry.query().end().plus(Duration.ofDays(10));
        for (Instant at = first; at.isBefore(last); at = at.plusSeconds(60)) {
            clock.add(LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, rules.getOffset(at)));
        }
    }

    static List<OfferedSlot> offered(SlotsEnquiry enquiry) {
        return new SlotsByTheMinute(enquiry).offered();
    }

    private List<OfferedSlot> offered() {
        var slots = new TreeMap<Instant, OfferedSlot>();
        long length = enquiry.query().duration().orElse(enquiry.type().length()).toMinutes();
        long every = enquiry.type().rules().interval().map(Duration::toMinutes).orElse(length);
        List<LocalDate> days = days();
        for (int day = 0; day < days.size(); day++) {
            boolean[] open = open(days.get(day));
            for (int minute = 0; minute < DAY; minute++) {
                boolean goesOn = minute == 0 ? goesOn(days, day) : open[minute - 1];
                if (open[minute] && !goesOn) {
                    int closing = closing(days, day, minute);
                    for (long at = shown(days.get(day), minute); at + length <= closing; at += every) {
                        offer(at, length)
                                .ifPresent(slot -> slots.put(slot.window().start(), slot));
                    }
                }
            }
        }
        return List.copyOf(slots.values());
    }

    /** Whether the hours of the day before go on at midnight. */
    private boolean goesOn(List<LocalDate> days, int day) {
        boolean always = Arrays.stream(DayOfWeek.values())
                .map(it -> open(LocalDate.of(2050, 9, 5).with(it)))
                .allMatch(open -> IntStream.range(0, DAY).allMatch(minute -> open[minute]));
        return day > 0
                && open(days.get(day - 1))[DAY - 1]
                && open(days.get(day))[0]
                && !(always && days.get(day).getDayOfWeek() == DayOfWeek.MONDAY);
    }

    /** Those that the clock shows, without the first and the last, of which it may show a part only. */
    private List<LocalDate> days() {
        List<LocalDate> days = clock.stream()
                .map(LocalDateTime::toLocalDate)
                .distinct()
                .sorted()
                .toList();
        return days.subList(1, days.size() - 1);
    }

    private boolean[] open(LocalDate day) {
        var open = new boolean[DAY];
        for (Schedule.OpeningRule rule : schedule.rules()) {
            for (int minute = rule.startMinute(); minute < rule.endMinute(); minute++) {
                open[minute] |= rule.days().contains(day.getDayOfWeek());
            }
        }
        return open;
    }

    private int closing(List<LocalDate> days, int day, int opening) {
        boolean[] open = open(days.get(day));
        int minute = opening;
        while (minute < DAY && open[minute]) {
            minute++;
        }
        if (minute < DAY) {
            return shown(days.get(day), minute);
        }
        if (day + 1 < days.size() && goesOn(days, day + 1)) {
            return closing(days, day + 1, 0);
        }
        int next = 0;
        while (!clock.get(next).toLocalDate().isAfter(days.get(day))) {
            next++;
        }
        return next;
    }

    /** When the clock first shows a time; where it leaps over it, when it would have shown it without the leap. */
    private int shown(LocalDate day, int minute) {
        LocalDateTime time = day.atStartOfDay().plusMinutes(minute);
        int exact = clock.indexOf(time);
        if (exact >= 0) {
            return exact;
        }
        int before = 0;
        while (!(clock.get(before).isBefore(time) && clock.get(before + 1).isAfter(time))) {
            before++;
        }
        return before + (int) Duration.between(clock.get(before), time).toMinutes();
    }

    private Optional<OfferedSlot> offer(long at, long length) {
        Instant start = first.plusSeconds(60 * at);
        Instant end = start.plusSeconds(60 * length);
        boolean asked = !start.isBefore(enquiry.query().start())
                && start.isBefore(enquiry.query().end())
                && start.isAfter(enquiry.now());
        List<Window> others = new ArrayList<>();
        int taken = 0;
        SlotRules rules = enquiry.type().rules();
        long apart =
                Math.max(rules.bufferBefore().toMillis(), rules.bufferAfter().toMillis());
        for (Hold hold : enquiry.holds()) {
            if (hold.until().isAfter(enquiry.now())) {
                taken += seats(hold.window(), start, end, 1, others, apart);
            }
        }
        for (Booking booking : enquiry.bookings()) {
            switch (booking.status()) {
                case CANCELLED, REJECTED -> {}
                default -> taken += seats(booking.window(), start, end, booking.attendees(), others, apart);
            }
        }
        boolean shared = enquiry.type().seats().isPresent();
        int seats = enquiry.type().seats().orElse(0);
        if (!asked || !others.isEmpty() || (shared ? taken >= seats : taken > 0)) {
            return Optional.empty();
        }
        return Optional.of(new OfferedSlot(
                new Window(start, end), shared ? Optional.of(new Seats(taken, seats)) : Optional.empty()));
    }

    private static int seats(Window window, Instant start, Instant end, int seats, List<Window> others, long apart) {
        if (window.start().equals(start) && window.end().equals(end)) {
            return seats;
        }
        boolean farEnough = Duration.between(window.end(), start).toMillis() >= apart
                || Duration.between(end, window.start()).toMillis() >= apart;
        if (!farEnough) {
            others.add(window);
        }
        return 0;
    }
}
