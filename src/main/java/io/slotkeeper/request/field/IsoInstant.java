package io.slotkeeper.request.field;

import io.slotkeeper.request.field.FieldValue.Fault;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Parses and formats instants: ISO 8601 with {@code Z} or an offset, at most milliseconds, years 1970 to 9999
 * (docs/spec/limits.md#instants). Has a grammar of its own because {@code Instant.parse} accepts 24:00 and second 60.
 */
public final class IsoInstant {

    /** What comes before the fraction and the offset; each 0 stands for a digit. */
    private static final String TIME = "0000-00-00T00:00:00";

    private static final String OFFSET = "00:00";
    private static final int FRACTION_DIGITS = 3;

    private static final int SECONDS_PER_DAY = 86_400;
    private static final long MIN_SECOND = firstSecond(Limits.MIN_YEAR);
    private static final long MAX_SECOND = firstSecond(Limits.MAX_YEAR + 1) - 1;

    private IsoInstant() {}

    private static long firstSecond(int year) {
        return LocalDate.ofYearDay(year, 1).toEpochDay() * SECONDS_PER_DAY;
    }

    /**
     * Parses an instant. One with more than milliseconds is {@link Fault#TOO_FINE}, a day that its month doesn't have
     * {@link Fault#NO_SUCH_DATE}; any other text that is not an
     * instant is {@link Fault#FORMAT}.
     */
    public static FieldValue<Instant> parse(String text) {
        if (!isLike(TIME, text, 0)) {
            return FieldValue.malformed(Fault.FORMAT);
        }
        int zone = endOfFraction(text);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        boolean form = isZone(text, zone)
                && (month >= 1 && month <= 12)
                && (day >= 1 && day <= 31)
                && number(text, 11, 13) <= 23
                && number(text, 14, 16) <= 59
                && number(text, 17, 19) <= 59;
        if (!form) {
            return FieldValue.malformed(Fault.FORMAT);
        }
        if (isTooFine(text, zone)) {
            return FieldValue.malformed(Fault.TOO_FINE);
        }
        int year = number(text, 0, 4);
        if (day > YearMonth.of(year, month).lengthOfMonth()) {
            return FieldValue.malformed(Fault.NO_SUCH_DATE);
        }
        long second = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY
                + seconds(text, 11)
                + number(text, 17, 19)
                - offsetSeconds(text, zone);
        return second < MIN_SECOND || second > MAX_SECOND
                ? FieldValue.malformed(Fault.FORMAT)
                : FieldValue.of(Instant.ofEpochSecond(second).plusMillis(millis(text, zone)));
    }

    private static boolean isLike(String form, String text, int from) {
        if (text.length() - from < form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(from + i);
            if (form.charAt(i) == '0' ? !isDigit(c) : c != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Where the offset begins; a point without digits ends nowhere. */
    private static int endOfFraction(String text) {
        int point = TIME.length();
        if (point == text.length() || text.charAt(point) != '.') {
            return point;
        }
        int end = point + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end == point + 1 ? text.length() : end;
    }

    private static boolean isZone(String text, int at) {
        if (at == text.length()) {
            return false;
        }
        char first = text.charAt(at);
        return first == 'Z'
                ? text.length() == at + 1
                : (first == '+' || first == '-')
                        && text.length() == at + 1 + OFFSET.length()
                        && isLike(OFFSET, text, at + 1)
                        && number(text, at + 1, at + 3) <= 18
                        && number(text, at + 4, at + 6) <= 59;
    }

    /** Of digits. */
    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** Of hours and minutes. */
    private static long seconds(String text, int at) {
        return number(text, at, at + 2) * 3_600L + number(text, at + 3, at + 5) * 60L;
    }

    private static long offsetSeconds(String text, int zone) {
        return switch (text.charAt(zone)) {
            case '+' -> seconds(text, zone + 1);
            case '-' -> -seconds(text, zone + 1);
            default -> 0;
        };
    }

    private static int millis(String text, int zone) {
        int digits = Math.min(FRACTION_DIGITS, zone - TIME.length() - 1);
        int fraction = digits > 0 ? number(text, TIME.length() + 1, TIME.length() + 1 + digits) : 0;
        return digits == 1 ? fraction * 100 : digits == 2 ? fraction * 10 : fraction;
    }

    /** Whether there is anything beyond milliseconds; zeros may be. */
    private static boolean isTooFine(String text, int zone) {
        for (int i = TIME.length() + 1 + FRACTION_DIGITS; i < zone; i++) {
            if (text.charAt(i) != '0') {
                return true;
            }
        }
        return false;
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
        var text = new StringBuilder("2050-01-01T00:00:00.000Z".length());
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
