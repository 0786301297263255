package io.slotkeeper.conversation;

import io.slotkeeper.request.TextRules;

/** The name its creator gave a conversation; the key of its records. */
public record ConversationId(String value) implements Comparable<ConversationId> {

    public ConversationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Expected a conversation id, but it is not one");
        }
    }

    /** 1 to 128 printable ASCII characters, no space and no {@code /}. */
    public static boolean isValid(String text) {
        return TextRules.isId(text);
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }
}
