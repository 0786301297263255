package io.slotkeeper.app.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class WarmUpRoundsTest {

    private static final int COUNT = WarmUpRounds.LEAST_REQUESTS / 4;

    /** A second for each, of which a part was spent compiling. */
    private static WarmUpRounds rounds(long compileMillis, long... micros) {
        var rounds = new WarmUpRounds();
        LongStream.of(micros).forEach(each -> rounds.add(COUNT, COUNT * each * 1_000, compileMillis, 1_000));
        return rounds;
    }

    @Test
    void it_is_warm_when_three_rounds_in_a_row_were_not_better_than_the_best_before() {
        assertThat(rounds(0, 900, 300, 200, 195, 210, 199).isWarm()).isTrue();
    }

    @Test
    void one_round_of_the_last_that_is_better_is_a_reason_to_go_on() {
        assertThat(rounds(0, 900, 300, 200, 195, 180, 199).isWarm()).isFalse();
    }

    @Test
    void it_goes_on_while_the_jvm_compiles() {
        assertThat(rounds(500, 900, 300, 200, 195, 210, 199).isWarm()).isFalse();
    }

    @Test
    void it_goes_on_until_enough_was_decided_for_the_jvm_to_know_what_to_compile() {
        assertThat(rounds(0, 200, 200, 200).isWarm()).isFalse();
        assertThat(rounds(0, 200, 200, 200, 200).isWarm()).isTrue();
    }

    @Test
    void a_round_without_requests_is_none() {
        WarmUpRounds rounds = rounds(0, 900);
        rounds.add(0, 5, 5, 5);
        assertThat(rounds.text()).isEqualTo("900 µs of the processor for a request at first, 900 µs in the end");
    }
}
