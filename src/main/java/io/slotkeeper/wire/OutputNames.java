package io.slotkeeper.wire;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.Conversation.ParticipantStatus;
import io.slotkeeper.request.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What outputs call things, the same in every format. */
final class OutputNames {

    private OutputNames() {}

    static String of(Conversation.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static String of(ParticipantStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static List<String> possibleActions(ParticipantStatus status) {
        return status == ParticipantStatus.NEEDS_ACTION ? List.of("slots_list", "slots_select") : List.of();
    }

    static String status(Verdict verdict) {
        return verdict instanceof Verdict.Refused ? "refused" : "accepted";
    }

    /** Empty when plainly accepted. */
    static Optional<String> code(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return Optional.of(refused.refusal().code().text());
        }
        return verdict instanceof Verdict.Repeated ? Optional.of("repeated") : Optional.empty();
    }
}
