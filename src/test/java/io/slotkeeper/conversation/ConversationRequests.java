package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest.Withdraw;
import io.slotkeeper.request.FieldErrors.FieldError;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.request.field.FieldValue;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Requests of participants, and what was said to them, in one line each. */
final class ConversationRequests {

    private ConversationRequests() {}

    static Select select(String participant, Instant slotStart) {
        return select(participant, slotId(slotStart));
    }

    static Select select(String participant, String slotId) {
        return select(participant, chosen(FieldValue.of(slotId)));
    }

    static Select select(String participant, FieldValue<List<FieldValue<SlotChoice>>> selectedSlots) {
        return new Select(FieldValue.of(participant), FieldValue.absent(), selectedSlots);
    }

    static FieldValue<List<FieldValue<SlotChoice>>> chosen(FieldValue<String> slotId) {
        return FieldValue.of(List.of(FieldValue.of(new SlotChoice(slotId))));
    }

    static FieldValue<List<FieldValue<SlotChoice>>> chosen(FieldValue<String> one, FieldValue<String> other) {
        return FieldValue.of(List.of(FieldValue.of(new SlotChoice(one)), FieldValue.of(new SlotChoice(other))));
    }

    static String slotId(Instant start) {
        return "slt_" + start.getEpochSecond();
    }

    static Withdraw withdraw(String participant) {
        return new Withdraw(FieldValue.of(participant), FieldValue.absent());
    }

    static Cancel cancel() {
        return new Cancel(FieldValue.absent());
    }

    /** The type of a request, as on the wire. */
    static String type(ConversationRequest request) {
        return request.decideBy(new ConversationRequest.ConversationCases<>() {
            @Override
            public String create(Create it) {
                return "create_conversation";
            }

            @Override
            public String select(Select it) {
                return "select_slots";
            }

            @Override
            public String withdraw(Withdraw it) {
                return "withdraw_selection";
            }

            @Override
            public String cancel(Cancel it) {
                return "cancel_conversation";
            }
        });
    }

    /** {@code accepted}, {@code repeated} or {@code refused: path CODE, …}, and whether anything changed. */
    static String said(ConversationDecision decision) {
        String change = decision.changes().isEmpty() ? ", nothing changed" : "";
        if (decision.verdict() instanceof Verdict.Refused refused) {
            String errors = refused.refusal().errors().stream()
                    .map(ConversationRequests::describe)
                    .collect(Collectors.joining(", "));
            return "refused: " + errors + (!decision.changes().isEmpty() ? ", but changed" : "");
        }
        return (decision.verdict().equals(Verdict.REPEATED) ? "repeated" : "accepted") + change;
    }

    private static String describe(FieldError error) {
        return error.path() + " " + error.code();
    }
}
