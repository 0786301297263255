package io.slotkeeper.conversation;

import java.util.Optional;

/** The state that a decision may read. */
public interface ConversationView {

    Optional<Conversation> conversation(ConversationId id);
}
