package io.slotkeeper.reservation.calendar;

import java.time.Duration;
import java.time.Instant;

/**
 * Consecutive parts of time in UTC: of four hours, or wide ones of 128 days for entries that last for months.
 *
 * @param first counted from 1970-01-01T00:00Z
 * @param last the same as {@code first}, or later
 */
public record PartSpan(int first, int last, boolean wide) {

    /** Four hours: slots rarely cross a border. */
    private static final long PART_MILLIS = Duration.ofHours(4).toMillis();

    /** 128 days: of the longest window that a fact may have, five years, sixteen. */
    private static final long WIDE_MILLIS = Duration.ofDays(128).toMillis();

    /** An entry with a longer window is stored in wide parts. */
    private static final long MAX_IN_PARTS_MILLIS = Duration.ofDays(31).toMillis();

    /** The parts in which an entry with this window is stored. */
    public static PartSpan storing(Window window) {
        return isWide(window.start().toEpochMilli(), window.end().toEpochMilli()) ? wide(window) : narrow(window);
    }

    private static boolean isWide(long start, long end) {
        return end - start > MAX_IN_PARTS_MILLIS;
    }

    /**
     * Number of the first part in which an entry is stored, in epoch milliseconds.
     *
     * @param end exclusive
     */
    public static int firstPart(long start, long end) {
        return isWide(start, end) ? -1 - indexOf(start, true) : indexOf(start, false);
    }

    /** Index of the part that contains an instant, in epoch milliseconds. */
    public static int indexOf(long instant, boolean wide) {
        return index(instant, wide ? WIDE_MILLIS : PART_MILLIS);
    }

    /** The parts of four hours that a window touches. */
    public static PartSpan narrow(Window window) {
        return of(window, PART_MILLIS, false);
    }

    /** The wide parts that a window touches. */
    public static PartSpan wide(Window window) {
        return of(window, WIDE_MILLIS, true);
    }

    private static PartSpan of(Window window, long length, boolean wide) {
        return new PartSpan(
                index(window.start().toEpochMilli(), length), index(window.end().toEpochMilli() - 1, length), wide);
    }

    /** Number of the part of four hours that contains an instant. */
    static int at(Instant instant) {
        return indexOf(instant.toEpochMilli(), false);
    }

    private static int index(long millis, long length) {
        return Math.toIntExact(Math.floorDiv(millis, length));
    }

    /**
     * Number of a part as {@link DocumentKey} has it: negative for a wide one.
     *
     * @param index from {@link #first} to {@link #last}
     */
    public int number(int index) {
        return wide ? -1 - index : index;
    }
}
