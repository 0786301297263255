package io.slotkeeper.reservation.view;

import io.slotkeeper.reservation.calendar.Window;
import java.time.Duration;

/**
 * A window that somebody wants, and how far others have to keep away from it. Who has exactly the same window shares its
 * seats and keeps no distance.
 *
 * @param gap not negative
 */
public record Claim(Window window, Duration gap) {

    /** What overlaps this and isn't the window itself is in its way. */
    public Window reach() {
        return gap.isZero()
                ? window
                : new Window(window.start().minus(gap), window.end().plus(gap));
    }
}
