package io.slotkeeper.conversation;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.testing.RequestIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One conversation and its machine, driven as the log drives them: time moves forward by records, due deadlines are
 * announced before the record is decided, what changed is kept.
 */
final class ConversationDesk {

    static final ConversationId ID = new ConversationId("scv_1");

    /**
     * A deadline that was announced.
     *
     * @param after empty when the conversation was forgotten
     */
    record Announced(Instant deadline, Optional<Conversation> after) {}

    private final ConversationMachine machine;
    private Optional<Conversation> state = Optional.empty();
    private Instant now;
    private long offset;

    ConversationDesk(ConversationSettings settings, Instant now) {
        this.machine = new ConversationMachine(settings);
        this.now = now;
    }

    ConversationDesk(Instant now) {
        this(ConversationSettings.DEFAULT, now);
    }

    /** The next record of the log comes at this time and announces what is due. */
    List<Announced> at(Instant time) {
        now = time;
        offset++;
        List<Announced> announced = new ArrayList<>();
        while (state.isPresent() && !machine.nextDeadline(state.get()).isAfter(now)) {
            Instant deadline = machine.nextDeadline(state.get());
            var changes = new ConversationChanges(view());
            machine.announceNext(changes, ID, now, RequestIds.source(offset));
            state = changes.conversation(ID);
            announced.add(new Announced(deadline, state));
        }
        return announced;
    }

    ConversationDecision ask(ConversationRequest request) {
        return ask(request, RequestIds.info(request, offset));
    }

    ConversationDecision ask(ConversationRequest request, String requestId) {
        return ask(request, RequestIds.info(request, requestId, offset));
    }

    ConversationDecision ask(ConversationRequest request, RequestInfo info) {
        ConversationDecision decision = machine.decide(view(), ID, request, info, now);
        state = decision.conversation();
        return decision;
    }

    private ConversationView view() {
        return id -> state;
    }

    Optional<Conversation> state() {
        return state;
    }

    Conversation conversation() {
        return state.orElseThrow();
    }

    Optional<Instant> nextDeadline() {
        return state.map(machine::nextDeadline);
    }

    Instant now() {
        return now;
    }

    long offset() {
        return offset;
    }

    ConversationMachine machine() {
        return machine;
    }

    Participant participant(String identity) {
        return conversation().participants().stream()
                .filter(it -> it.identity().equals(identity))
                .findFirst()
                .orElseThrow();
    }

    Conversation.ParticipantStatus statusOf(String identity) {
        return conversation().statusOf(participant(identity));
    }

    Optional<String> selectedBy(String identity) {
        return conversation().selectedBy(participant(identity)).map(Slot::id);
    }

    CauseType lastCause() {
        return conversation().cause().type();
    }
}
