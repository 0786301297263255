package io.slotkeeper.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.testing.RandomHistories;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random schedules and calendars around clock changes, compared with {@link SlotsByTheMinute}. */
class OfferedSlotsRandomTest {

    /** A time zone, and an instant near which its clocks are changed. */
    private record Change(String zone, String at) {}

    private static final List<Change> CHANGES = List.of(
            new Change("UTC", "2050-01-01T00:00:00Z"),
            new Change("Europe/Rome", "2050-03-27T01:00:00Z"),
            new Change("Europe/Rome", "2050-10-30T01:00:00Z"),
            new Change("America/New_York", "2050-03-13T07:00:00Z"),
            new Change("America/New_York", "2050-11-06T06:00:00Z"),
            new Change("Australia/Lord_Howe", "2050-10-01T15:30:00Z"),
            new Change("Australia/Lord_Howe", "2050-04-02T15:00:00Z"),
            new Change("Antarctica/Troll", "2050-03-27T01:00:00Z"),
            new Change("Africa/Cairo", "2024-04-25T22:00:00Z"),
            new Change("Africa/Cairo", "2024-10-31T21:00:00Z"),
            new Change("America/Havana", "2050-03-13T05:00:00Z"),
            new Change("America/Havana", "2050-11-06T05:00:00Z"),
            new Change("America/St_Johns", "2010-03-14T03:31:00Z"),
            new Change("America/St_Johns", "2010-11-07T02:31:00Z"),
            new Change("America/Nuuk", "2050-03-27T01:00:00Z"),
            new Change("America/Nuuk", "2050-10-30T01:00:00Z"),
            new Change("Pacific/Apia", "2011-12-30T10:00:00Z"));

    private static final List<BookingStatus> STATUSES = List.of(BookingStatus.values());
    private static final int[] LENGTHS = {7, 15, 20, 30, 45, 60, 90, 240};

    /** A part of an enquiry; makes sense whichever others are missing. */
    private sealed interface Step {

        void of(SlotsEnquiry enquiry);

        record Type(String zone, int length, int seats) implements Step {
            @Override
            public void of(SlotsEnquiry enquiry) {
                enquiry.zone(zone).length(length);
                if (seats > 0) {
                    enquiry.seats(seats);
                }
            }
        }

        record Range(Instant start, Instant end, Instant now) implements Step {
            @Override
            public void of(SlotsEnquiry enquiry) {
                enquiry.range(start.toString(), end.toString()).now(now);
            }
        }

        record Open(int start, int end, Set<DayOfWeek> days) implements Step {
            @Override
            public void of(SlotsEnquiry enquiry) {
                enquiry.open(start, end, days);
            }
        }

        record Apart(int before, int after, int every) implements Step {
            @Override
            public void of(SlotsEnquiry enquiry) {
                enquiry.apart(before, after, every);
            }
        }

        record Held(Window window, Instant until) implements Step {
            @Override
            public void of(SlotsEnquiry enquiry) {
                enquiry.held(window, until);
            }
        }

        record Booked(Window window, BookingStatus status, int attendees) implements Step {
            @Override
            public void of(SlotsEnquiry enquiry) {
                enquiry.booked(window, status, attendees);
            }
        }
    }

    private static SlotsEnquiry enquiry(List<Step> steps) {
        var enquiry = new SlotsEnquiry();
        steps.forEach(step -> step.of(enquiry));
        return enquiry;
    }

    @Test
    void slots_are_offered_as_the_clock_on_the_wall_and_each_hold_and_booking_say() {
        RandomHistories.of(300, OfferedSlotsRandomTest::steps, steps -> {
                    SlotsEnquiry enquiry = enquiry(steps);
                    assertThat(enquiry.offered()).isEqualTo(SlotsByTheMinute.offered(enquiry));
                })
                .run();
    }

    /** What is listed can be had and has no advice against it, and nothing else. */
    @Test
    void what_is_listed_is_what_an_explanation_has_nothing_against() {
        Set<String> seen = new TreeSet<>();
        RandomHistories.of(150, OfferedSlotsRandomTest::steps, steps -> {
                    SlotsEnquiry enquiry = enquiry(steps);
                    Set<Instant> listed = enquiry.offered().stream()
                            .map(slot -> slot.window().start())
                            .collect(Collectors.toSet());
                    for (Instant start : looked(enquiry, listed)) {
                        SlotExplanation explained = enquiry.explained(start);
                        boolean nothingAgainst = explained.decision().isAvailable()
                                && explained.advice().isEmpty();
                        assertThat(nothingAgainst)
                                .as("%s: %s", start, explained)
                                .isEqualTo(listed.contains(start));
                        seen.add(explained.decision().isAvailable() + " " + explained.advice());
                    }
                })
                .run();

        assertThat(seen).hasSize(6);
    }

    /** All that is listed, and times beside it, within the range. */
    private static Set<Instant> looked(SlotsEnquiry enquiry, Set<Instant> listed) {
        SlotsQuery query = enquiry.query();
        Set<Instant> looked = new TreeSet<>(listed);
        for (Instant start = query.start(); start.isBefore(query.end()); start = start.plus(Duration.ofMinutes(47))) {
            looked.add(start);
        }
        listed.forEach(start -> looked.add(start.plus(Duration.ofMinutes(1))));
        looked.removeIf(start -> !start.isBefore(query.end()));
        return looked;
    }

    @Test
    void the_calendars_reach_free_shared_and_taken_slots_on_both_sides_of_a_clock_change() {
        Set<String> seen = new TreeSet<>();
        RandomHistories.of(300, OfferedSlotsRandomTest::steps, steps -> {
                    SlotsEnquiry enquiry = enquiry(steps);
                    List<OfferedSlot> offered = enquiry.offered();
                    offered.forEach(slot -> seen.add(slot.seats()
                            .map(seats -> seats.booked() > 0 ? "partly booked" : "all seats free")
                            .orElse("free")));
                    SlotsEnquiry empty = enquiry(steps.stream()
                            .filter(step -> !(step instanceof Step.Held || step instanceof Step.Booked))
                            .toList());
                    seen.add(empty.offered().size() > offered.size() ? "something taken" : "nothing taken");
                    if (enquiry.starts().stream()
                                    .map(time -> time.substring(5))
                                    .distinct()
                                    .count()
                            > 1) {
                        seen.add("two offsets");
                    }
                })
                .run();

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "all seats free", "free", "nothing taken", "partly booked", "something taken", "two offsets");
    }

    private static List<Step> steps(RandomGenerator random) {
        Change change = CHANGES.get(random.nextInt(CHANGES.size()));
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        Instant start = Instant.parse(change.at())
                .minus(Duration.ofMinutes(15L * random.nextInt(200)))
                .plusMillis(random.nextInt(8) == 0 ? random.nextInt(-1, 2) : 0);
        Instant end = start.plus(Duration.ofMinutes(15L * random.nextInt(300)));
        Instant now =
                start.minusSeconds(60).plus(Duration.ofMinutes(random.nextInt(4) == 0 ? random.nextInt(2_000) : 0));
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Type(change.zone(), length, random.nextBoolean() ? 0 : 1 + random.nextInt(3)));
        steps.add(new Step.Range(start, end, now));
        if (random.nextBoolean()) {
            steps.add(new Step.Apart(
                    5 * random.nextInt(6), 5 * random.nextInt(6), random.nextBoolean() ? 0 : 5 + random.nextInt(40)));
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            steps.add(open(random));
        }
        for (int i = random.nextInt(12); i > 0; i--) {
            Window window = window(random, start, length);
            steps.add(
                    random.nextBoolean()
                            ? new Step.Held(window, now.plusMillis(random.nextInt(-1, 4)))
                            : new Step.Booked(
                                    window, STATUSES.get(random.nextInt(STATUSES.size())), 1 + random.nextInt(2)));
        }
        return steps;
    }

    private static Step.Open open(RandomGenerator random) {
        int step = random.nextInt(4) == 0 ? 1 : 15;
        int from = random.nextInt(3) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 240 : 1_440) / step * step;
        int to = random.nextInt(3) == 0 ? 1_440 : Math.min(1_440, from + step * (1 + random.nextInt(20)));
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        if (random.nextBoolean()) {
            days.removeIf(day -> random.nextBoolean());
        }
        return new Step.Open(from, to, days);
    }

    /** Often that of a slot, sometimes off by a millisecond. */
    private static Window window(RandomGenerator random, Instant start, int length) {
        Instant from = start.truncatedTo(ChronoUnit.MINUTES)
                .plus(Duration.ofMinutes(15L * random.nextInt(-10, 200)))
                .plusMillis(random.nextInt(6) == 0 ? random.nextInt(-1, 2) : 0);
        Duration time = Duration.ofMinutes(random.nextInt(3) > 0 ? length : LENGTHS[random.nextInt(LENGTHS.length)]);
        return Window.of(from, time);
    }
}
