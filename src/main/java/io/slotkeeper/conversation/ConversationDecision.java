package io.slotkeeper.conversation;

import io.slotkeeper.request.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a request comes to.
 *
 * @param changes to be written and emitted; they include deadlines of the conversation that had come
 * @param conversation its state after the request, where there is one
 */
public record ConversationDecision(Verdict verdict, ConversationChanges changes, Optional<Conversation> conversation) {

    /** Of the conversation that the request names, where there is one. */
    public OptionalLong revision() {
        return conversation.map(it -> OptionalLong.of(it.revision())).orElse(OptionalLong.empty());
    }
}
