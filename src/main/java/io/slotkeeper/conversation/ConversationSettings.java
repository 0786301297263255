package io.slotkeeper.conversation;

import io.slotkeeper.request.DecisionSetting;
import java.time.Duration;
import java.util.Map;

/**
 * The decision settings of conversations (docs/spec/limits.md#decision-settings).
 *
 * @param retention how long a conversation is kept after it ended
 */
public record ConversationSettings(Duration retention, int maxParticipants) {

    public static final ConversationSettings DEFAULT = of(Map.of());

    /** @param values by name; may be those of others, too, and one that isn't there has its default */
    public static ConversationSettings of(Map<String, Object> values) {
        return new ConversationSettings(
                DecisionSetting.CONVERSATION_RETENTION.in(values),
                DecisionSetting.CONVERSATION_MAX_PARTICIPANTS.in(values));
    }

    /** By name. */
    public Map<String, Object> values() {
        return Map.of(
                DecisionSetting.CONVERSATION_RETENTION.name(), retention,
                DecisionSetting.CONVERSATION_MAX_PARTICIPANTS.name(), maxParticipants);
    }
}
