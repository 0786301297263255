package io.slotkeeper.conversation;

import io.slotkeeper.request.field.TextRules;

/** Id of a conversation, chosen by its creator; the key of its records. */
public record ConversationId(String value) implements Comparable<ConversationId> {

    private static final String MISTAKEN = "\"'{}[]";

    public ConversationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Expected a conversation id, but it is not one");
        }
    }

    /** Whether a text is 1 to 128 printable ASCII characters, without space and {@code /}. */
    public static boolean isValid(String text) {
        return TextRules.isId(text);
    }

    /**
     * Whether a text may be the key of a request. A serializer that writes JSON into keys makes a quoted text, an object,
     * a list or {@code null} of them, which nobody means.
     */
    public static boolean isCanonical(String text) {
        return isValid(text)
                && !text.equals("null")
                && MISTAKEN.indexOf(text.charAt(0)) < 0
                && MISTAKEN.indexOf(text.charAt(text.length() - 1)) < 0;
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }
}
