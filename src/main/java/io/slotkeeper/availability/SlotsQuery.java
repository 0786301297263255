package io.slotkeeper.availability;

import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The query of {@code GET /v2/slots}: slots of an event type that start in {@code [start, end)}
 * (docs/spec/http.md#get-v2slots).
 *
 * @param eventType never a calendar
 * @param end not before the start; equal to it: no slots
 * @param timeZone of the days and times in the response; empty: UTC
 * @param duration of each slot; empty: the event type's length
 */
public record SlotsQuery(
        EventTypeKey eventType,
        Instant start,
        Instant end,
        Optional<ZoneId> timeZone,
        Optional<Duration> duration,
        Format format) {

    /** The same for another range. */
    SlotsQuery within(Instant from, Instant until) {
        return new SlotsQuery(eventType, from, until, timeZone, duration, format);
    }

    /** What the response shows of a slot's time: its start, or its start and end. */
    public enum Format {
        TIME,
        RANGE
    }
}
