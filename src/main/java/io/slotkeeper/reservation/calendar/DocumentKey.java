package io.slotkeeper.reservation.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Key of a document: an event type and a range of four hours in UTC.
 *
 * @param part number of the range since 1970-01-01T00:00Z
 */
public record DocumentKey(EventTypeKey eventType, int part) implements Comparable<DocumentKey> {

    /** Four hours: slots rarely cross a border, and the document of a busy calendar stays small. */
    private static final long PART_MILLIS = Duration.ofHours(4).toMillis();

    /** Keys of the documents that a window touches, in order of time; at least one. */
    public static List<DocumentKey> touchedBy(EventTypeKey eventType, Window window) {
        int last = part(window.end().minusMillis(1));
        return IntStream.rangeClosed(part(window.start()), last)
                .mapToObj(part -> new DocumentKey(eventType, part))
                .toList();
    }

    /** Key of the first document that a window touches, to which its entry belongs. */
    public static DocumentKey firstOf(EventTypeKey eventType, Window window) {
        return new DocumentKey(eventType, part(window.start()));
    }

    private static int part(Instant instant) {
        return Math.toIntExact(Math.floorDiv(instant.toEpochMilli(), PART_MILLIS));
    }

    /** Whether an entry with this window belongs to this document. */
    public boolean owns(Window window) {
        return part(window.start()) == part;
    }

    @Override
    public int compareTo(DocumentKey other) {
        int byEventType = eventType.compareTo(other.eventType);
        return byEventType != 0 ? byEventType : Integer.compare(part, other.part);
    }
}
