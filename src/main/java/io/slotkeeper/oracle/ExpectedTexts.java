package io.slotkeeper.oracle;

import java.util.regex.Pattern;

/** The forms of text of docs/spec/limits.md. */
final class ExpectedTexts {

    private static final Pattern ID = Pattern.compile("[!-.0-~]{1,128}");
    private static final Pattern EVENT_TYPE = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final long MAX_EVENT_TYPE = 1L << 53;
    private static final String CALENDAR = "cal:";
    /** Half of a surrogate pair is no character. */
    private static final Pattern HALF_A_CHARACTER = Pattern.compile("[\\ud800-\\udfff]");

    private static final Pattern SPACE_OR_CONTROL = Pattern.compile("[\\p{Z}\\p{Cc}]");

    private ExpectedTexts() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static boolean isReservationKey(String key) {
        return isCalendar(key)
                ? isId(key.substring(CALENDAR.length()))
                : EVENT_TYPE.matcher(key).matches() && Long.parseLong(key) < MAX_EVENT_TYPE;
    }

    static boolean isCalendar(String key) {
        return key.startsWith(CALENDAR);
    }

    static boolean isText(String text, int characters) {
        return !HALF_A_CHARACTER.matcher(text).find() && text.codePointCount(0, text.length()) <= characters;
    }

    /** Of somebody: an owner, a member, an address. */
    static boolean isName(String text) {
        return !text.isEmpty()
                && isText(text, 254)
                && !SPACE_OR_CONTROL.matcher(text).find();
    }
}
