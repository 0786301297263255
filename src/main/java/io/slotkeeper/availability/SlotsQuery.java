package io.slotkeeper.availability;

import io.slotkeeper.reservation.EventTypeKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What {@code GET /v2/slots} asks for: the slots of an event type that start in {@code [start, end)} (http.md,
 * "Reservations").
 *
 * @param eventType never a calendar
 * @param end not before the start; the same: nothing is asked for
 * @param timeZone in which days and times are shown; empty: UTC
 * @param duration of each slot; empty: the event type's length
 */
public record SlotsQuery(
        EventTypeKey eventType,
        Instant start,
        Instant end,
        Optional<ZoneId> timeZone,
        Optional<Duration> duration,
        Format format) {

    /** What is shown of a slot's time: when it starts, or when it ends, too. */
    public enum Format {
        TIME,
        RANGE
    }
}
