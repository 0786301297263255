package io.slotkeeper.reservation.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Instant START = Instant.parse("2050-09-05T10:00:00Z");
    private static final Window HOUR = Window.of(START, Duration.ofHours(1));

    private static Window between(long fromMillis, long toMillis) {
        return new Window(START.plusMillis(fromMillis), START.plusMillis(toMillis));
    }

    private static void assertOverlap(Window other, boolean expected) {
        assertThat(HOUR.overlaps(other)).as("%s", other).isEqualTo(expected);
        assertThat(other.overlaps(HOUR)).as("%s, the other way round", other).isEqualTo(expected);
    }

    @Test
    void back_to_back_windows_do_not_overlap() {
        assertOverlap(between(-1_000, 0), false);
        assertOverlap(between(3_600_000, 3_601_000), false);
        assertOverlap(between(-2_000, -1_000), false);
    }

    @Test
    void windows_that_share_a_millisecond_overlap() {
        assertOverlap(between(-1_000, 1), true);
        assertOverlap(between(3_599_999, 3_601_000), true);
        assertOverlap(between(10, 20), true);
        assertOverlap(between(-10, 3_600_010), true);
        assertOverlap(HOUR, true);
    }

    @Test
    void a_window_ends_after_it_starts() {
        assertThatIllegalArgumentException().isThrownBy(() -> between(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> between(0, -1));
        assertThat(between(0, 1).length()).isEqualTo(Duration.ofMillis(1));
        assertThat(HOUR.end()).isEqualTo(START.plusSeconds(3_600));
    }
}
