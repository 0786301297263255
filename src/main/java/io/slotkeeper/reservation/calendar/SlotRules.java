package io.slotkeeper.reservation.calendar;

import java.time.Duration;
import java.util.Optional;

/**
 * What an event type asks for around its slots (docs/spec/reservations.md#buffers-and-intervals).
 *
 * @param bufferBefore kept free of others before each
 * @param bufferAfter kept free of others after each
 * @param interval between the starts that are listed; empty: the length of a slot
 */
public record SlotRules(Duration bufferBefore, Duration bufferAfter, Optional<Duration> interval) {

    public static final SlotRules NONE = new SlotRules(Duration.ZERO, Duration.ZERO, Optional.empty());

    /** What lies between two slots at least: the buffer of one and that of the other may be the same time. */
    public Duration gap() {
        return bufferBefore.compareTo(bufferAfter) > 0 ? bufferBefore : bufferAfter;
    }
}
