package io.slotkeeper.conversation;

import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Verdict;
import java.util.Optional;

/**
 * What a request comes to.
 *
 * @param changed the conversation's next revision, to be stored and announced; empty when nothing changes
 */
public record ConversationDecision(Verdict verdict, Optional<Conversation> changed) {

    static ConversationDecision changing(Conversation next) {
        return new ConversationDecision(Verdict.ACCEPTED, Optional.of(next));
    }

    static ConversationDecision unchanged(Verdict verdict) {
        return new ConversationDecision(verdict, Optional.empty());
    }

    static ConversationDecision refused(Refusal refusal) {
        return unchanged(Verdict.refused(refusal));
    }
}
