package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ThreadDeathsTest {

    private final Exception failure = new IllegalStateException("of a store");

    private final ThreadDeaths deaths = new ThreadDeaths();

    @Test
    void three_within_a_minute_are_too_many() {
        assertThat(deaths.isFinal(failure, seconds(0))).isFalse();
        assertThat(deaths.isFinal(failure, seconds(30))).isFalse();
        assertThat(deaths.isFinal(failure, seconds(60))).isTrue();
    }

    @Test
    void an_older_one_is_forgotten() {
        assertThat(deaths.isFinal(failure, seconds(0))).isFalse();
        assertThat(deaths.isFinal(failure, seconds(30))).isFalse();
        assertThat(deaths.isFinal(failure, seconds(61))).isFalse();
        assertThat(deaths.isFinal(failure, seconds(89))).isTrue();
    }

    @Test
    void one_of_an_error_is_one_too_many() {
        var wrapped = new IllegalStateException(new UnsatisfiedLinkError("no library"));
        assertThat(deaths.isFinal(wrapped, seconds(0))).isTrue();
    }

    /** From a point where the clock is about to overflow, as nanoTime may. */
    private static long seconds(int n) {
        return Long.MAX_VALUE - 1 + TimeUnit.SECONDS.toNanos(n);
    }
}
