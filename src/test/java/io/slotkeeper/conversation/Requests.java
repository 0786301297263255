package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest.Withdraw;
import io.slotkeeper.request.FieldErrors.FieldError;
import io.slotkeeper.request.Given;
import io.slotkeeper.request.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Requests of participants, and what was said to them, in one line each. */
final class Requests {

    private Requests() {}

    static Select select(String participant, Instant slotStart) {
        return select(participant, slotId(slotStart));
    }

    static Select select(String participant, String slotId) {
        return select(participant, chosen(Given.of(slotId)));
    }

    static Select select(String participant, Given<List<Given<SlotChoice>>> selectedSlots) {
        return new Select(Given.of(participant), Given.absent(), selectedSlots);
    }

    static Given<List<Given<SlotChoice>>> chosen(Given<String> slotId) {
        return Given.of(List.of(Given.of(new SlotChoice(slotId))));
    }

    static Given<List<Given<SlotChoice>>> chosen(Given<String> one, Given<String> other) {
        return Given.of(List.of(Given.of(new SlotChoice(one)), Given.of(new SlotChoice(other))));
    }

    static String slotId(Instant start) {
        return "slt_" + start.getEpochSecond();
    }

    static Withdraw withdraw(String participant) {
        return new Withdraw(Given.of(participant), Given.absent());
    }

    static Cancel cancel() {
        return new Cancel(Given.absent());
    }

    /** {@code accepted}, {@code repeated} or {@code refused: path CODE, …}, and whether anything changed. */
    static String said(ConversationDecision decision) {
        String change = decision.changed().isPresent() ? "" : ", nothing changed";
        if (decision.verdict() instanceof Verdict.Refused refused) {
            String errors =
                    refused.refusal().errors().stream().map(Requests::describe).collect(Collectors.joining(", "));
            return "refused: " + errors + (decision.changed().isPresent() ? ", but changed" : "");
        }
        return (decision.verdict().equals(Verdict.REPEATED) ? "repeated" : "accepted") + change;
    }

    private static String describe(FieldError error) {
        return error.path() + " " + error.code();
    }
}
