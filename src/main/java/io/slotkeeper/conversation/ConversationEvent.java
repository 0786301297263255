package io.slotkeeper.conversation;

import java.util.Optional;

/**
 * A change of a conversation that is to be emitted as a snapshot or a tombstone.
 *
 * @param conversation its state after the change; empty: it was deleted because its retention is over
 */
public record ConversationEvent(ConversationId id, Optional<Conversation> conversation) {}
