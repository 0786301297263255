package io.slotkeeper.wire;

/** Halves of surrogate pairs in JSON text. They stand in strings only, where an escape says the same. */
final class LoneSurrogates {

    private LoneSurrogates() {}

    static boolean in(String json) {
        return json.codePoints().anyMatch(LoneSurrogates::isLone);
    }

    /** Encoders would put a question mark in the place of each, which is a valid text. */
    static String escaped(String json) {
        var text = new StringBuilder(json.length() + 8);
        json.codePoints().forEach(c -> {
            if (isLone(c)) {
                text.append("\\u").append(Integer.toHexString(c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }

    private static boolean isLone(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
