package io.slotkeeper.app.config;

import io.slotkeeper.request.field.Limits;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 500ms}, {@code 3s}, {@code 5m}, {@code 24h}, {@code 30d}, or ISO-8601. */
final class Durations {

    static final String EXPECTED = "a length of time such as 500ms, 3s, 5m, 24h, 30d or PT5M, up to 100 years";

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private Durations() {}

    /** Empty unless it is a whole number of milliseconds, more than none and at most 100 years. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        Optional<Duration> length =
                matcher.matches() ? Optional.of(times(Long.parseLong(matcher.group(1)), matcher.group(2))) : iso(text);
        return length.filter(Durations::allowed);
    }

    private static Duration times(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static Optional<Duration> iso(String text) {
        try {
            return text.toUpperCase(Locale.ROOT).startsWith("P") ? Optional.of(Duration.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** As people write it: the largest unit of which it is a whole number, but hours up to two days. */
    static String text(Duration length) {
        if (length.toMillisPart() > 0) {
            return length.toMillis() + "ms";
        }
        if (length.toSecondsPart() > 0) {
            return length.toSeconds() + "s";
        }
        if (length.toMinutesPart() > 0) {
            return length.toMinutes() + "m";
        }
        return length.toHoursPart() > 0 || length.toDays() <= 2 ? length.toHours() + "h" : length.toDays() + "d";
    }

    private static boolean allowed(Duration length) {
        return length.compareTo(Duration.ZERO) > 0
                && length.compareTo(Limits.MAX_SETTING) <= 0
                && length.truncatedTo(ChronoUnit.MILLIS).equals(length);
    }
}
