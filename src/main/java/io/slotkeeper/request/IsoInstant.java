package io.slotkeeper.request;

import io.slotkeeper.request.FieldValue.Fault;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses and formats instants: ISO 8601 with {@code Z} or an offset, at most milliseconds, years 1970 to 9999
 * (docs/spec/limits.md#instants). Has a grammar of its own because {@code Instant.parse} accepts 24:00 and second 60.
 */
public final class IsoInstant {

    private static final Pattern FORM =
            Pattern.compile("(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d)"
                    + "(?:\\.(\\d{1,3}))?(?:Z|([+-])(0\\d|1[0-8]):([0-5]\\d))");

    private static final int SECONDS_PER_DAY = 86_400;
    private static final long MIN_SECOND = firstSecond(Limits.MIN_YEAR);
    private static final long MAX_SECOND = firstSecond(Limits.MAX_YEAR + 1) - 1;

    private IsoInstant() {}

    private static long firstSecond(int year) {
        return LocalDate.ofYearDay(year, 1).toEpochDay() * SECONDS_PER_DAY;
    }

    /**
     * Parses an instant. A day that its month doesn't have is {@link Fault#NO_SUCH_DATE}; any other text that is not an
     * instant is {@link Fault#FORMAT}.
     */
    public static FieldValue<Instant> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            return FieldValue.malformed(Fault.FORMAT);
        }
        int year = number(parts, 1);
        int month = number(parts, 2);
        int day = number(parts, 3);
        if (day > YearMonth.of(year, month).lengthOfMonth()) {
            return FieldValue.malformed(Fault.NO_SUCH_DATE);
        }
        long second = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY
                + number(parts, 4) * 3_600L
                + number(parts, 5) * 60L
                + number(parts, 6)
                - offsetSeconds(parts);
        return second < MIN_SECOND || second > MAX_SECOND
                ? FieldValue.malformed(Fault.FORMAT)
                : FieldValue.of(Instant.ofEpochSecond(second).plusMillis(millis(parts)));
    }

    private static final int MAX_LENGTH = "2050-01-01T00:00:00.000+00:00".length();

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static long offsetSeconds(Matcher parts) {
        if (parts.group(8) == null) {
            return 0;
        }
        long seconds = number(parts, 9) * 3_600L + number(parts, 10) * 60L;
        return parts.group(8).equals("-") ? -seconds : seconds;
    }

    private static int millis(Matcher parts) {
        String fraction = parts.group(7);
        return fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3));
    }

    /** Formats an instant like {@code 2050-05-02T09:00:00.000Z}. */
    public static String withMillis(Instant instant) {
        return format(instant, true);
    }

    /** Formats an instant like {@code 2050-05-02T09:00:00Z}, without its fraction of a second. */
    public static String withSeconds(Instant instant) {
        return format(instant, false);
    }

    private static String format(Instant instant, boolean millis) {
        var time = instant.atOffset(ZoneOffset.UTC);
        var text = new StringBuilder(MAX_LENGTH);
        digits(text, time.getYear(), 4);
        digits(text.append('-'), time.getMonthValue(), 2);
        digits(text.append('-'), time.getDayOfMonth(), 2);
        digits(text.append('T'), time.getHour(), 2);
        digits(text.append(':'), time.getMinute(), 2);
        digits(text.append(':'), time.getSecond(), 2);
        if (millis) {
            digits(text.append('.'), time.getNano() / 1_000_000, 3);
        }
        return text.append('Z').toString();
    }

    private static void digits(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
