package io.slotkeeper.reservation.calendar;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Key of a document: an event type and a range of time in UTC, of four hours or, for entries that last for months, of 128
 * days.
 *
 * @param part number of the range of four hours since 1970-01-01T00:00Z; negative: -1 - the number of the wide range
 */
public record DocumentKey(EventTypeKey eventType, int part) implements Comparable<DocumentKey> {

    /** Keys of the parts in which an entry with this window is stored, in order of time; at least one. */
    public static List<DocumentKey> touchedBy(EventTypeKey eventType, Window window) {
        PartSpan span = PartSpan.storing(window);
        if (span.first() == span.last()) {
            return List.of(new DocumentKey(eventType, span.number(span.first())));
        }
        return IntStream.rangeClosed(span.first(), span.last())
                .mapToObj(index -> new DocumentKey(eventType, span.number(index)))
                .toList();
    }

    /** Key of the first part in which an entry with this window is stored, and to which it belongs. */
    public static DocumentKey firstOf(EventTypeKey eventType, Window window) {
        return new DocumentKey(eventType, first(window));
    }

    /** Key of the part of four hours that contains an instant. */
    public static DocumentKey at(EventTypeKey eventType, Instant instant) {
        return new DocumentKey(eventType, PartSpan.at(instant));
    }

    private static int first(Window window) {
        PartSpan span = PartSpan.storing(window);
        return span.number(span.first());
    }

    /** Whether its range is a wide one. */
    public boolean isWide() {
        return part < 0;
    }

    /** Whether an entry with this window belongs to this document. */
    public boolean owns(Window window) {
        return first(window) == part;
    }

    @Override
    public int compareTo(DocumentKey other) {
        int byEventType = eventType.compareTo(other.eventType);
        return byEventType != 0 ? byEventType : Integer.compare(part, other.part);
    }
}
