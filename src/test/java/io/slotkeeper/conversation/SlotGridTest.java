package io.slotkeeper.conversation;

import static io.slotkeeper.conversation.CreateBuilder.ELEVEN;
import static io.slotkeeper.conversation.CreateBuilder.MORNING;
import static io.slotkeeper.conversation.CreateBuilder.NINE;
import static io.slotkeeper.conversation.CreateBuilder.NOON;
import static io.slotkeeper.conversation.CreateBuilder.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slotkeeper.testing.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/conversations.md#slots. */
class SlotGridTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    static Stream<Arguments> grids() {
        return Stream.of(
                arguments("one after the other", grid(HOUR, HOUR, period(9, 12)), "09:00 10:00 11:00"),
                arguments("overlapping slots", grid(HOUR, HALF_AN_HOUR, period(9, 11)), "09:00 09:30 10:00"),
                arguments("pauses between slots", grid(HALF_AN_HOUR, HOUR, period(9, 11.5)), "09:00 10:00 11:00"),
                arguments("exactly one", grid(HOUR, HOUR, period(9, 10)), "09:00"),
                arguments("one second too short", grid(HOUR, HOUR, new Period(NINE, TEN.minusSeconds(1))), ""),
                arguments("a rest at the end", grid(HOUR, HOUR, period(9, 10.5)), "09:00"),
                arguments("counts from the period's start", grid(HOUR, HOUR, period(9.25, 11.5)), "09:15 10:15"),
                arguments("two periods", grid(HOUR, HOUR, period(9, 10), period(11, 12)), "09:00 11:00"),
                arguments("in any order", grid(HOUR, HOUR, period(11, 12), period(9, 10)), "09:00 11:00"),
                arguments(
                        "periods that touch are one", grid(HOUR, HOUR, period(9, 9.5), period(9.5, 11)), "09:00 10:00"),
                arguments(
                        "overlapping periods are one", grid(HOUR, HOUR, period(9.5, 11), period(9, 10)), "09:00 10:00"),
                arguments(
                        "a period within another",
                        grid(HOUR, HOUR, period(9, 12), period(9.5, 10.5)),
                        "09:00 10:00 11:00"),
                arguments("the same period twice", grid(HOUR, HOUR, period(9, 10), period(9, 10)), "09:00"),
                arguments(
                        "one starts where another does and lasts longer",
                        grid(HOUR, HOUR, period(9, 10), period(9, 11)),
                        "09:00 10:00"),
                arguments(
                        "a second between two periods keeps them apart",
                        grid(HOUR, HOUR, period(9, 9.5), new Period(NINE.plusSeconds(1801), NOON)),
                        "09:30:01 10:30:01"),
                arguments(
                        "none of the periods is long enough", grid(HOUR, HOUR, period(9, 9.5), period(10, 10.5)), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("grids")
    void slots_start_in_steps_from_each_merged_period_and_lie_wholly_inside(String what, SlotGrid grid, String times) {
        assertThat(String.join(
                        " ",
                        startsOf(grid, MORNING, NOON).stream()
                                .map(SlotGridTest::time)
                                .toList()))
                .isEqualTo(times);
        assertThat(grid.count()).isEqualTo(times.isEmpty() ? 0 : times.split(" ").length);
        assertThat(grid.lastStart().map(SlotGridTest::time))
                .isEqualTo(
                        Optional.of(times.substring(times.lastIndexOf(' ') + 1)).filter(it -> !it.isEmpty()));
    }

    @Test
    void a_slot_is_found_by_the_id_of_its_start() {
        SlotGrid grid = grid(HOUR, HALF_AN_HOUR, period(9, 11));

        assertThat(grid.find("slt_" + TEN.getEpochSecond())).contains(new Slot(TEN, ELEVEN));
        assertThat(new Slot(TEN, ELEVEN).id()).isEqualTo("slt_2535098400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "slt_",
                "2535098400",
                "SLT_2535098400",
                "slt_02535098400",
                "slt_+2535098400",
                "slt_-2535098400",
                "slt_2535098400 ",
                "slt_2535098400.0",
                "slt_\u0662535098400",
                "slt_9999999999999",
                "slt_2535098401",
                "slt_2535094799",
                "slt_2535102000"
            })
    void any_other_text_is_no_slot(String id) {
        assertThat(grid(HOUR, HALF_AN_HOUR, period(9, 11)).find(id)).isEmpty();
    }

    @Test
    void a_slot_may_start_at_the_beginning_of_1970_and_end_far_ahead() {
        var far = Instant.parse("9999-12-31T23:59:59Z");

        assertThat(Slot.startOf("slt_0")).contains(Instant.EPOCH);
        assertThat(Slot.startOf("slt_00")).isEmpty();
        assertThat(Slot.startOf("slt_" + far.getEpochSecond())).contains(far);
    }

    @Test
    void a_slot_is_available_until_it_starts() {
        SlotGrid grid = grid(HOUR, HOUR, period(9, 10.5), period(11, 12));

        assertThat(grid.earliestAfter(NINE.minusMillis(1))).contains(new Slot(NINE, TEN));
        assertThat(grid.earliestAfter(NINE)).contains(new Slot(ELEVEN, NOON));
        assertThat(grid.earliestAfter(TEN)).contains(new Slot(ELEVEN, NOON));
        assertThat(grid.earliestAfter(ELEVEN.minusMillis(1))).contains(new Slot(ELEVEN, NOON));
        assertThat(grid.earliestAfter(ELEVEN)).isEmpty();
        assertThat(grid.earliestAfter(Instant.EPOCH)).contains(new Slot(NINE, TEN));
    }

    @Test
    void a_huge_grid_is_counted_without_listing_it() {
        var century = new Period(Instant.EPOCH, Instant.parse("2070-01-01T00:00:00Z"));
        var grid = new SlotGrid(List.of(century), Duration.ofMinutes(1), Duration.ofMinutes(1));

        assertThat(grid.count()).isEqualTo(52_596_000);
        assertThat(grid.lastStart()).contains(century.end().minusSeconds(60));
    }

    @Test
    void a_period_ends_after_it_starts() {
        assertThatThrownBy(() -> new Period(NINE, NINE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Period(TEN, NINE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void arithmetic_agrees_with_a_list_of_all_slots() {
        RandomHistories.of(500, SlotGridTest::randomPeriods, SlotGridTest::compareWithList)
                .run();
    }

    private static List<Period> randomPeriods(RandomGenerator random) {
        return Stream.generate(() -> {
                    Instant start = NINE.plusSeconds(random.nextInt(60));
                    return new Period(start, start.plusSeconds(1 + random.nextInt(20)));
                })
                .limit(random.nextInt(6))
                .toList();
    }

    private static void compareWithList(List<Period> periods) {
        for (int duration : new int[] {1, 2, 3, 7}) {
            for (int interval : new int[] {1, 2, 5}) {
                var grid = new SlotGrid(periods, Duration.ofSeconds(duration), Duration.ofSeconds(interval));
                NavigableSet<Instant> list = list(periods, duration, interval);
                assertThat(startsOf(grid, seconds(-1), seconds(85))).isEqualTo(List.copyOf(list));
                assertThat(grid.count()).isEqualTo(list.size());
                assertThat(grid.lastStart()).isEqualTo(list.isEmpty() ? Optional.empty() : Optional.of(list.last()));
                assertThat(answers(time -> grid.earliestAfter(time).map(Slot::start)))
                        .isEqualTo(answers(time -> Optional.ofNullable(list.higher(time))));
            }
        }
    }

    private static List<Optional<Instant>> answers(Function<Instant, Optional<Instant>> question) {
        return IntStream.range(-1, 85)
                .mapToObj(SlotGridTest::seconds)
                .map(question)
                .toList();
    }

    private static Instant seconds(int afterNine) {
        return NINE.plusSeconds(afterNine);
    }

    /** Second by second: a run of covered seconds, and what fits into it. */
    private static NavigableSet<Instant> list(List<Period> periods, int duration, int interval) {
        var slots = new TreeSet<Instant>();
        boolean[] covered = new boolean[100];
        for (Period period : periods) {
            for (Instant at = period.start(); at.isBefore(period.end()); at = at.plusSeconds(1)) {
                covered[second(at)] = true;
            }
        }
        for (int first = 0; first < covered.length; first++) {
            if (covered[first] && (first == 0 || !covered[first - 1])) {
                int end = first;
                while (covered[end]) {
                    end++;
                }
                for (int start = first; start + duration <= end; start += interval) {
                    slots.add(NINE.plusSeconds(start));
                }
            }
        }
        return slots;
    }

    private static int second(Instant at) {
        return Math.toIntExact(Duration.between(NINE, at).toSeconds());
    }

    /** By asking for every second whether a slot has its id. */
    private static List<Instant> startsOf(SlotGrid grid, Instant from, Instant to) {
        return Stream.iterate(from, at -> at.isBefore(to), at -> at.plusSeconds(1))
                .filter(at -> grid.find("slt_" + at.getEpochSecond()).isPresent())
                .toList();
    }

    private static SlotGrid grid(Duration duration, Duration interval, Period... periods) {
        return new SlotGrid(List.of(periods), duration, interval);
    }

    private static Period period(double startHour, double endHour) {
        return new Period(at(startHour), at(endHour));
    }

    private static Instant at(double hour) {
        return NINE.plusSeconds(Math.round((hour - 9) * 3600));
    }

    private static String time(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalTime().toString();
    }
}
