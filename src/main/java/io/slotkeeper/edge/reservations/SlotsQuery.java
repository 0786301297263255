package io.slotkeeper.edge.reservations;

import io.slotkeeper.reservation.EventTypeKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code GET /v2/slots} asks for: the slots of an event type that start in {@code [start, end)} (http.md,
 * "Reservations").
 *
 * @param eventType never a calendar
 * @param end not before the start; the same: nothing is asked for
 * @param timeZone in which days and times are told; empty: UTC
 * @param duration of each slot; empty: the event type's length
 */
public record SlotsQuery(
        EventTypeKey eventType,
        Instant start,
        Instant end,
        Optional<ZoneId> timeZone,
        Optional<Duration> duration,
        Format format) {

    /** What is told of a slot's time: when it starts, or when it ends, too. */
    enum Format {
        TIME,
        RANGE
    }

    /** Either what was asked for, or all that is wrong with it. */
    public sealed interface Parsed {

        record Valid(SlotsQuery query) implements Parsed {}

        /** @param errors in the order of http.md, then what isn't known in the order in which it was sent; never none */
        record Wrong(List<PropertyError> errors) implements Parsed {

            public Wrong {
                errors = List.copyOf(errors);
            }
        }
    }

    /** Reads the parameters of a query, decoded; a name without values counts as left out. */
    public static Parsed parse(Map<String, List<String>> parameters) {
        return new SlotsParameters(parameters).read();
    }
}
