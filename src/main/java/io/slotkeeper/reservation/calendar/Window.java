package io.slotkeeper.reservation.calendar;

import java.time.Duration;
import java.time.Instant;

/** A window of time, {@code [start, end)}: windows that touch don't overlap. */
public record Window(Instant start, Instant end) {

    public Window {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("Expected a window to end after it starts");
        }
    }

    public static Window of(Instant start, Duration length) {
        return new Window(start, start.plus(length));
    }

    public boolean overlaps(Window other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    public Duration length() {
        return Duration.between(start, end);
    }
}
