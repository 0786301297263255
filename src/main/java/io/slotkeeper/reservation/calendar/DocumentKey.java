package io.slotkeeper.reservation.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Key of a document: an event type and a range of time in UTC, of four hours or, for entries that last for months, of 128
 * days.
 *
 * @param part number of the range of four hours since 1970-01-01T00:00Z; negative: -1 - the number of the wide range
 */
public record DocumentKey(EventTypeKey eventType, int part) implements Comparable<DocumentKey> {

    /** Four hours: slots rarely cross a border, and the document of a busy calendar stays small. */
    private static final long PART_MILLIS = Duration.ofHours(4).toMillis();

    /** 128 days: of the longest window that a fact may have, five years, sixteen. */
    private static final long WIDE_MILLIS = Duration.ofDays(128).toMillis();

    /** An entry with a longer window is stored in wide ranges. */
    private static final Duration MAX_IN_PARTS = Duration.ofDays(31);

    /** Keys of the documents in which an entry with this window is stored, in order of time; at least one. */
    public static List<DocumentKey> touchedBy(EventTypeKey eventType, Window window) {
        return isWide(window) ? wide(eventType, window) : parts(eventType, window);
    }

    /**
     * Keys of all documents that may contain something that overlaps the window: those of its ranges of four hours in
     * order of time, then the wide ones.
     */
    public static List<DocumentKey> inReachOf(EventTypeKey eventType, Window window) {
        return Stream.concat(parts(eventType, window).stream(), wide(eventType, window).stream())
                .toList();
    }

    private static List<DocumentKey> parts(EventTypeKey eventType, Window window) {
        return IntStream.rangeClosed(part(window.start()), part(window.end().minusMillis(1)))
                .mapToObj(part -> new DocumentKey(eventType, part))
                .toList();
    }

    private static List<DocumentKey> wide(EventTypeKey eventType, Window window) {
        return IntStream.rangeClosed(
                        range(window.start(), WIDE_MILLIS), range(window.end().minusMillis(1), WIDE_MILLIS))
                .mapToObj(range -> new DocumentKey(eventType, -1 - range))
                .toList();
    }

    /** Key of the first document in which an entry with this window is stored, and to which it belongs. */
    public static DocumentKey firstOf(EventTypeKey eventType, Window window) {
        return new DocumentKey(eventType, first(window));
    }

    /** Key of the document of four hours that contains an instant. */
    public static DocumentKey at(EventTypeKey eventType, Instant instant) {
        return new DocumentKey(eventType, part(instant));
    }

    private static boolean isWide(Window window) {
        return window.length().compareTo(MAX_IN_PARTS) > 0;
    }

    private static int first(Window window) {
        return isWide(window) ? -1 - range(window.start(), WIDE_MILLIS) : part(window.start());
    }

    private static int part(Instant instant) {
        return range(instant, PART_MILLIS);
    }

    private static int range(Instant instant, long length) {
        return Math.toIntExact(Math.floorDiv(instant.toEpochMilli(), length));
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
