package io.slotkeeper.conversation;

import java.time.Duration;

/**
 * The decision settings of conversations (docs/spec/limits.md#decision-settings).
 *
 * @param retention how long a conversation is kept after it ended
 */
public record ConversationSettings(Duration retention, int maxParticipants) {

    public static final ConversationSettings DEFAULT = new ConversationSettings(Duration.ofDays(30), 20);
}
