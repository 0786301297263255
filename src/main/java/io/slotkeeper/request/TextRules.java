package io.slotkeeper.request;

/** The forms of text that requests may carry (limits.md). Byte for byte: no case folding, no normalisation. */
public final class TextRules {

    private TextRules() {}

    /** 1 to 128 printable ASCII characters, no space and no {@code /}. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > Limits.MAX_ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '/') {
                return false;
            }
        }
        return true;
    }

    /** At most so many characters, each a whole one: half a surrogate pair has no UTF-8 form. */
    public static boolean isText(String text, int maxCharacters) {
        return isWellFormed(text) && text.codePointCount(0, text.length()) <= maxCharacters;
    }

    /** A non-empty text without white space and control characters, as an e-mail address or a principal is. */
    public static boolean isName(String text, int maxCharacters) {
        return !text.isEmpty() && isText(text, maxCharacters) && text.chars().noneMatch(TextRules::isControlOrSpace);
    }

    /** A list of our own: what counts as white space changes with the JVM's version of Unicode. */
    private static boolean isControlOrSpace(int c) {
        return c <= ' ' || (c >= 0x7f && c <= 0xa0) || OTHER_SPACES.indexOf(c) >= 0;
    }

    private static final String OTHER_SPACES =
            "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
