package io.slotkeeper.conversation;

import io.slotkeeper.request.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decision on a request.
 *
 * @param changes to be written and emitted; they include the due deadlines of the conversation
 * @param conversation its state after the request; empty if there is none
 */
public record ConversationDecision(Verdict verdict, ConversationChanges changes, Optional<Conversation> conversation) {

    /** Revision of the conversation that the request names; empty if there is none. */
    public OptionalLong revision() {
        return conversation.map(it -> OptionalLong.of(it.revision())).orElse(OptionalLong.empty());
    }
}
