package io.slotkeeper.conversation;

import java.time.Duration;

/**
 * The decision settings of conversations (limits.md).
 *
 * @param retention how long a finished conversation is kept
 */
public record ConversationSettings(Duration retention, int maxParticipants) {

    public static final ConversationSettings DEFAULT = new ConversationSettings(Duration.ofDays(30), 20);
}
