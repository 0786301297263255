package io.slotkeeper.reservation.calendar;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much one party may hold (docs/spec/reservations.md#fairness-caps). What is empty isn't limited.
 *
 * @param liveHolds of one party in one event type
 * @param extensions of one hold
 * @param total longest time from creation to expiry
 */
public record HoldCaps(OptionalInt liveHolds, OptionalInt extensions, Optional<Duration> total) {

    public static final HoldCaps NONE = new HoldCaps(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

    /** These, and the others where these say nothing. */
    public HoldCaps or(HoldCaps others) {
        return new HoldCaps(
                liveHolds.isPresent() ? liveHolds : others.liveHolds,
                extensions.isPresent() ? extensions : others.extensions,
                total.or(others::total));
    }
}
