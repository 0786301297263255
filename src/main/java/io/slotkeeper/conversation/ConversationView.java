package io.slotkeeper.conversation;

import java.util.Optional;

/** Read access to the state that a decision may depend on. */
public interface ConversationView {

    Optional<Conversation> conversation(ConversationId id);
}
