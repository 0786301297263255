package io.slotkeeper.request.field;

/**
 * Forms of the texts in requests (docs/spec/limits.md#ids-and-texts). Texts are compared byte by byte: no case folding,
 * no normalisation.
 */
public final class TextRules {

    private TextRules() {}

    /** Whether a text is 1 to 128 printable ASCII characters, without space and {@code /}. */
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

    /**
     * Whether a text has at most {@code maxCharacters} code points and no half of a surrogate pair, which has no UTF-8
     * form.
     */
    public static boolean isText(String text, int maxCharacters) {
        return isWellFormed(text) && text.codePointCount(0, text.length()) <= maxCharacters;
    }

    /**
     * Whether a text is non-empty and without white space and control characters, as e-mail addresses and principals
     * are.
     */
    public static boolean isName(String text, int maxCharacters) {
        if (text.isEmpty() || !isText(text, maxCharacters)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (isControlOrSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A list of its own: what is white space to the JVM changes with its version of Unicode. */
    private static boolean isControlOrSpace(char c) {
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
