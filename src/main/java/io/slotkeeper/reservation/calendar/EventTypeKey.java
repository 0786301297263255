package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.field.TextRules;

/**
 * Key of that whose slots are reserved: an event type by its number, or a calendar, {@code cal:<id>}. It is the key of
 * the records, so that one partition decides everything about it.
 */
public record EventTypeKey(String value) implements Comparable<EventTypeKey> {

    private static final String CALENDAR = "cal:";
    /** 2^53 - 1, the largest integer that every JSON parser represents exactly. */
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private static final int MAX_DIGITS = 16;

    public EventTypeKey {
        if (!isCanonical(value)) {
            throw new IllegalArgumentException("Expected a canonical event type key, but it is not one");
        }
    }

    /** Whether a text is the canonical form of a key: {@code 0|[1-9][0-9]{0,15}} up to 2^53-1, or {@code cal:<id>}. */
    public static boolean isCanonical(String text) {
        return text.startsWith(CALENDAR) ? TextRules.isId(text.substring(CALENDAR.length())) : isCanonicalNumber(text);
    }

    private static boolean isCanonicalNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0')
                && Long.parseLong(text) <= MAX_NUMBER;
    }

    /** Whether this is a calendar: it needs no definition, isn't seated, and has slots of any length. */
    public boolean isCalendar() {
        return value.startsWith(CALENDAR);
    }

    @Override
    public int compareTo(EventTypeKey other) {
        return value.compareTo(other.value);
    }
}
