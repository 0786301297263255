package io.slotkeeper.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names a document: four hours of UTC of an event type.
 *
 * @param part number of the four hours since 1970-01-01T00:00Z
 */
public record DocumentKey(EventTypeKey eventType, int part) implements Comparable<DocumentKey> {

    /** A slot rarely crosses such a border, and the document of a busy calendar stays small. */
    private static final long PART_MILLIS = Duration.ofHours(4).toMillis();

    /** The documents that a window touches, in order of time; never none. */
    public static List<DocumentKey> touchedBy(EventTypeKey eventType, Window window) {
        int last = part(window.end().minusMillis(1));
        return IntStream.rangeClosed(part(window.start()), last)
                .mapToObj(part -> new DocumentKey(eventType, part))
                .toList();
    }

    /** The first document that a window touches. What stands in several belongs to this one. */
    public static DocumentKey firstOf(EventTypeKey eventType, Window window) {
        return new DocumentKey(eventType, part(window.start()));
    }

    private static int part(Instant instant) {
        return Math.toIntExact(Math.floorDiv(instant.toEpochMilli(), PART_MILLIS));
    }

    /** Whether an entry with this window belongs to this document. */
    boolean owns(Window window) {
        return part(window.start()) == part;
    }

    @Override
    public int compareTo(DocumentKey other) {
        int byEventType = eventType.compareTo(other.eventType);
        return byEventType != 0 ? byEventType : Integer.compare(part, other.part);
    }
}
