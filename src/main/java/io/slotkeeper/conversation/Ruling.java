package io.slotkeeper.conversation;

import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Verdict;
import java.util.Optional;

/**
 * A verdict on a request and the change that follows from it.
 *
 * @param next the conversation's next revision; empty if nothing changes
 */
record Ruling(Verdict verdict, Optional<Conversation> next) {

    static Ruling changing(Conversation next) {
        return new Ruling(Verdict.ACCEPTED, Optional.of(next));
    }

    static Ruling unchanged(Verdict verdict) {
        return new Ruling(verdict, Optional.empty());
    }

    static Ruling refused(Refusal refusal) {
        return unchanged(Verdict.refused(refusal));
    }
}
