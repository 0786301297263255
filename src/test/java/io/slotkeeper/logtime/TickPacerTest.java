package io.slotkeeper.logtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/log-time.md#punctuation-and-ticks. The processor's clock is T plus so many milliseconds. */
class TickPacerTest {

    private static final Instant T = Instant.parse("2050-05-02T08:00:00Z");

    private final DueIndex index = new DueIndex(OverflowInMemory::new);
    private final TickPacer pacer = new TickPacer();

    @Test
    void without_a_deadline_there_is_nothing_to_look_for() {
        assertThat(pacer.nextLook(index)).isEmpty();
        record(10, 10);
        assertThat(pacer.nextLook(index)).isEmpty();
    }

    @Test
    void it_looks_again_when_the_first_deadline_is_due_at_a_full_50_ms() {
        deadline("a", 60_000);
        deadline("b", 500);
        assertThat(pacer.nextLook(index)).contains(at(500));
        index.remove(new Due(at(500), "b".getBytes(US_ASCII)));
        deadline("b", 501);
        assertThat(pacer.nextLook(index)).contains(at(550));
    }

    @Test
    void it_looks_earlier_where_log_time_is_ahead_of_the_clock_and_no_later_where_it_is_behind() {
        deadline("a", 2_000);
        record(1_500, 300);
        assertThat(pacer.nextLook(index)).contains(at(800));
        record(1_500, 1_900);
        assertThat(pacer.nextLook(index)).contains(at(2_000));
    }

    @Test
    void while_a_tick_is_on_its_way_it_waits_for_it_and_then_for_50_ms_at_least() {
        deadline("a", 100);
        assertThat(needsTick(100)).isTrue();
        pacer.tickSent();
        assertThat(pacer.nextLook(index)).isEmpty();
        pacer.tickRead(at(90), at(130), 0);
        assertThat(pacer.nextLook(index)).as("100 ms after it").contains(at(250));
    }

    @Test
    void what_is_due_among_records_is_looked_at_every_50_ms() {
        deadline("a", 0);
        record(110, 110);
        assertThat(needsTick(150)).isFalse();
        assertThat(pacer.nextLook(index)).contains(at(200));
        record(160, 160);
        assertThat(needsTick(200)).isFalse();
        assertThat(pacer.nextLook(index)).contains(at(250));
    }

    @Test
    void a_record_of_long_ago_holds_up_no_tick() {
        deadline("a", 5_000);
        record(10, 10);
        assertThat(needsTick(5_000)).isTrue();
    }

    @Test
    void no_tick_without_deadlines() {
        assertThat(needsTick(1_000_000)).isFalse();
    }

    @Test
    void a_tick_when_the_first_deadline_is_due() {
        deadline("a", 500);
        deadline("b", 900);

        assertThat(needsTick(499)).isFalse();
        assertThat(needsTick(500)).isTrue();
        assertThat(needsTick(501)).isTrue();
    }

    @Test
    void no_second_tick_while_one_is_on_its_way() {
        deadline("a", 0);
        pacer.tickSent();

        assertThat(needsTick(50)).isFalse();
        assertThat(needsTick(100_000)).isFalse();
    }

    @Test
    void the_next_follows_at_once_when_more_is_due_than_one_announces() {
        deadline("a", 0);
        pacer.tickSent();

        pacer.tickRead(at(15), at(15), 2048);

        assertThat(needsTick(15)).isTrue();
    }

    @Test
    void no_tick_where_records_come_in_and_announce_what_is_due() {
        deadline("a", 0);
        record(10, 10);

        assertThat(needsTick(50)).isFalse();
        assertThat(needsTick(100)).as("no record since the last look").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1000})
    void a_tick_among_records_when_more_than_64_deadlines_are_due(int due) {
        for (int i = 0; i < due; i++) {
            deadline("k" + i, 20);
        }
        deadline("later", 51);
        record(10, 10);

        assertThat(needsTick(50)).isEqualTo(due > 64);
    }

    @Test
    void a_tick_that_came_back_is_no_record_that_holds_up_the_next() {
        deadline("a", 0);
        pacer.tickSent();
        pacer.tickRead(at(10), at(10), 1);

        assertThat(needsTick(50)).isTrue();
    }

    @Test
    void a_record_counts_for_one_look_also_when_that_look_finds_a_tick_on_its_way() {
        deadline("a", 0);
        pacer.tickSent();
        record(10, 10);
        assertThat(needsTick(50)).isFalse();

        pacer.tickRead(at(60), at(60), 1);

        assertThat(needsTick(100)).isTrue();
    }

    @Test
    void the_time_is_that_of_the_own_clock_when_nothing_was_read() {
        assertThat(pacer.presumedTime(at(7))).isEqualTo(at(7));
    }

    @Test
    void the_time_is_log_time_and_what_has_passed_since_when_the_own_clock_is_behind() {
        record(5_000, 100);

        assertThat(pacer.presumedTime(at(100))).isEqualTo(at(5_000));
        assertThat(pacer.presumedTime(at(130))).isEqualTo(at(5_030));
        pacer.tickRead(at(7_000), at(200), 1);
        assertThat(pacer.presumedTime(at(201))).isEqualTo(at(7_001));
    }

    @Test
    void the_time_is_that_of_the_own_clock_when_log_time_is_behind() {
        record(100, 5_000);

        assertThat(pacer.presumedTime(at(5_030))).isEqualTo(at(5_030));
    }

    @Test
    void a_clock_that_is_behind_does_not_delay_ticks() {
        deadline("a", 5_100);
        record(5_000, 0);

        assertThat(needsTick(50)).isFalse();
        assertThat(needsTick(99)).isFalse();
        assertThat(needsTick(100)).isTrue();
    }

    @Test
    void many_are_due_by_the_same_time_as_one_is() {
        for (int i = 0; i < 65; i++) {
            deadline("k" + i, 5_000);
        }
        record(5_000, 10);

        assertThat(needsTick(20)).isTrue();
    }

    @Test
    void after_ticks_that_announced_nothing_the_next_waits_twice_as_long_up_to_250_ms() {
        deadline("a", 0);
        long clock = 1_000;
        for (int wait : new int[] {100, 200, 250, 250}) {
            pacer.tickSent();
            pacer.tickRead(at(clock - 5_000), at(clock), 0);

            assertThat(needsTick(clock + wait - 1))
                    .as("just before %d ms", wait)
                    .isFalse();
            assertThat(needsTick(clock + wait)).as("after %d ms", wait).isTrue();
            clock += wait;
        }
    }

    @Test
    void a_tick_that_announces_something_ends_the_waiting() {
        deadline("a", 0);
        pacer.tickSent();
        pacer.tickRead(at(10), at(1_000), 0);
        pacer.tickSent();
        pacer.tickRead(at(20), at(1_100), 0);

        pacer.tickSent();
        pacer.tickRead(at(30), at(1_300), 1);

        assertThat(needsTick(1_300)).isTrue();
        pacer.tickSent();
        pacer.tickRead(at(40), at(1_400), 0);
        assertThat(needsTick(1_499)).isFalse();
        assertThat(needsTick(1_500)).isTrue();
    }

    @Test
    void a_clock_that_is_set_back_delays_nothing() {
        deadline("a", 10_000);
        record(9_000, 9_000);
        assertThat(needsTick(9_050)).isFalse();

        // An hour back: from here on 950 ms are left.
        assertThat(needsTick(9_100 - 3_600_000)).isFalse();
        assertThat(needsTick(9_900 - 3_600_000)).isFalse();
        assertThat(needsTick(10_100 - 3_600_000)).isTrue();
    }

    @Test
    void a_clock_that_is_set_back_ends_the_waiting() {
        deadline("a", 0);
        pacer.tickSent();
        pacer.tickRead(at(-1), at(10), 0);
        assertThat(needsTick(20)).isFalse();

        assertThat(needsTick(-3_600_000)).isTrue();
    }

    @Test
    void a_new_one_knows_nothing_of_the_tick_that_an_abort_swallowed() {
        deadline("a", 0);
        pacer.tickSent();

        assertThat(new TickPacer().needsTick(index, at(0))).isTrue();
    }

    private boolean needsTick(long clock) {
        return pacer.needsTick(index, at(clock));
    }

    private void deadline(String key, long after) {
        index.add(new Due(at(after), key.getBytes(US_ASCII)));
    }

    private void record(long logTime, long clock) {
        pacer.recordRead(at(logTime), at(clock));
    }

    private static Instant at(long after) {
        return T.plusMillis(after);
    }
}
