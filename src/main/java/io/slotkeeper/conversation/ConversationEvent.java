package io.slotkeeper.conversation;

import java.util.Optional;

/**
 * A change to be emitted.
 *
 * @param conversation its state after the change; empty: its retention is over and it is forgotten
 */
public record ConversationEvent(ConversationId id, Optional<Conversation> conversation) {}
