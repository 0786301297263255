package io.slotkeeper.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.testing.RandomHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RandomHistoriesTest {

    @Test
    void each_history_has_its_own_seed_and_a_seed_gives_the_same_history_again() {
        List<List<Integer>> once = new ArrayList<>();
        List<List<Integer>> fromTheThird = new ArrayList<>();

        numbers(100, 5, once::add).run();
        numbers(102, 3, fromTheThird::add).run();

        assertThat(once).hasSize(5).doesNotHaveDuplicates();
        assertThat(fromTheThird).isEqualTo(once.subList(2, 5));
    }

    @Test
    void a_failing_history_is_reported_with_its_seed_and_only_the_steps_that_matter() {
        Consumer<List<Integer>> threeThenSeven = history -> {
            int three = history.indexOf(3);
            assertThat(three >= 0 && history.lastIndexOf(7) > three)
                    .as("three then seven")
                    .isFalse();
        };
        List<List<Integer>> tried = new ArrayList<>();

        assertThatThrownBy(() ->
                        numbers(100, 1_000, threeThenSeven.andThen(tried::add)).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("so do 2 of its steps")
                .hasMessageContaining("-Dslotkeeper.seed=1")
                .hasMessageContaining("\n    3\n    7\n")
                .hasMessageContaining("three then seven");
        assertThat(tried).as("stops at the first that fails").hasSizeLessThan(999);
    }

    @Test
    void an_exception_in_the_check_is_a_failure_too() {
        Consumer<List<Integer>> throwing = history -> {
            throw new IllegalStateException("on purpose");
        };

        assertThatThrownBy(() -> numbers(1, 1, throwing).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dslotkeeper.seed=1 ")
                .hasRootCauseMessage("on purpose");
    }

    private static RandomHistories<Integer> numbers(long seed, int count, Consumer<List<Integer>> check) {
        return new RandomHistories<>(
                seed, count, random -> random.ints(40, 0, 50).boxed().toList(), check);
    }
}
