package io.slotkeeper.reservation;

import java.time.Duration;

/** Stub. */
public record ReservationSettings(
        Duration defaultHold, Duration max, Duration maxTotal, Duration closedRetention, Duration bookingRetention) {

    public static final ReservationSettings DEFAULT = new ReservationSettings(
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofHours(48),
            Duration.ofHours(1),
            Duration.ofHours(24));
}
