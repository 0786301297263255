package io.slotkeeper.conversation;

import io.slotkeeper.request.field.TextRules;

/** Id of a conversation, chosen by its creator; the key of its records. */
public record ConversationId(String value) implements Comparable<ConversationId> {

    public ConversationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Expected a conversation id, but it is not one");
        }
    }

    /** Whether a text is 1 to 128 printable ASCII characters, without space and {@code /}. */
    public static boolean isValid(String text) {
        return TextRules.isId(text);
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }
}
