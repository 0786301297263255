package io.slotkeeper.edge;

import io.slotkeeper.request.Given;
import io.slotkeeper.request.Given.Fault;
import io.slotkeeper.request.IsoInstant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as the reservation API takes it: a day of UTC, or an instant whose seconds and offset may be left out, which
 * is UTC then (http.md, "Reservations"). What is written is held to {@link IsoInstant}'s grammar.
 *
 * @param instant of a day: its beginning
 */
record DateString(Instant instant, boolean wholeDay) {

    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})" + "(?:T(\\d{2}:\\d{2})(:\\d{2}(?:\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})?)?");

    /** Reads a date string. A day that its month doesn't have is told apart from what is no date string at all. */
    static Given<DateString> read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Given.malformed(Fault.FORMAT);
        }
        boolean wholeDay = parts.group(2) == null;
        Given<Instant> instant = IsoInstant.parse(
                parts.group(1) + "T" + part(parts, 2, "00:00") + part(parts, 3, ":00") + part(parts, 4, "Z"));
        if (instant instanceof Given.Present<Instant> present) {
            return Given.of(new DateString(present.content(), wholeDay));
        }
        return Given.malformed(instant.isMalformed(Fault.NO_SUCH_DATE) ? Fault.NO_SUCH_DATE : Fault.FORMAT);
    }

    private static String part(Matcher parts, int group, String leftOut) {
        return Optional.ofNullable(parts.group(group)).orElse(leftOut);
    }

    /** Where a range ends that this is the end of: a day belongs to it. */
    Instant until() {
        return wholeDay ? instant.plus(Duration.ofDays(1)) : instant;
    }
}
