package io.slotkeeper.edge.reservations;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as the second seed's clients write them: a date only is its midnight, a time without offset is UTC
 * (docs/spec/http.md#reservations).
 */
final class SlotStart {

    private static final Pattern FORM = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})"
            + "(?:T([0-9]{2}:[0-9]{2})(?::([0-9]{2})(\\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?)?");

    private SlotStart() {}

    /**
     * The text with date, time and offset, as the log takes it; whether there is such a date is decided there. Empty
     * when it has none of the forms.
     */
    static Optional<String> inFull(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String time = part(parts, 2, "00:00");
        return Optional.of(parts.group(1) + "T" + time + ":" + part(parts, 3, "00") + part(parts, 4, "")
                + offset(part(parts, 5, "Z")));
    }

    /** Of a text that has one of the forms. */
    static boolean hasOffset(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && parts.group(5) != null;
    }

    private static String part(Matcher parts, int group, String otherwise) {
        return Optional.ofNullable(parts.group(group)).orElse(otherwise);
    }

    /** {@code +02} and {@code +0200} are {@code +02:00}. */
    private static String offset(String text) {
        return switch (text.length()) {
            case 3 -> text + ":00";
            case 5 -> text.substring(0, 3) + ":" + text.substring(3);
            default -> text;
        };
    }
}
