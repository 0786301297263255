package io.slotkeeper.request;

/** The forms of text that requests may carry (limits.md). Byte for byte: no case folding, no normalisation. */
public final class Texts {

    private static final int MAX_ID_LENGTH = 128;

    private Texts() {}

    /** 1 to 128 printable ASCII characters, no space and no {@code /}. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > MAX_ID_LENGTH) {
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
        return !text.isEmpty()
                && isText(text, maxCharacters)
                && text.codePoints()
                        .noneMatch(c ->
                                Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c));
    }

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
