package io.slotkeeper.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationHistories.Step;
import io.slotkeeper.conversation.ConversationModel.Answer;
import io.slotkeeper.conversation.ConversationModel.Due;
import io.slotkeeper.conversation.ConversationModel.ParticipantView;
import io.slotkeeper.conversation.ConversationModel.View;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.testing.RandomHistories;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The machine against {@link ConversationModel}, record by record. */
class ConversationRandomTest {

    @Test
    void the_machine_answers_and_announces_what_the_model_does() {
        RandomHistories.of(4_000, ConversationHistories::history, ConversationRandomTest::compare)
                .run();
    }

    @Test
    void histories_reach_every_answer_and_every_deadline() {
        Set<String> reached = new TreeSet<>();
        Set<Code> codes = EnumSet.noneOf(Code.class);

        RandomHistories.of(500, ConversationHistories::history, history -> {
                    var model = new ConversationModel(ConversationHistories.SETTINGS);
                    for (Step step : history) {
                        while (model.nextDue()
                                .filter(due -> !due.at().isAfter(step.at()))
                                .isPresent()) {
                            reached.add(model.nextDue().orElseThrow().what());
                            model.happen(step.at(), 0);
                        }
                        step.request().ifPresent(request -> {
                            Answer answer = model.ask(request, step.info(0), step.at());
                            String kind = request.type().text() + " " + answer.status();
                            reached.add(answer.changed() ? kind + " and changes" : kind);
                            answer.code().ifPresent(codes::add);
                            model.view().ifPresent(view -> reached.add(view.status()));
                        });
                    }
                })
                .run();

        assertThat(reached)
                .containsExactlyInAnyOrder(
                        "in_progress",
                        "complete",
                        "cancelled",
                        "expired",
                        "selection_expired",
                        "conversation_expired",
                        "forgotten",
                        "create_conversation accepted and changes",
                        "create_conversation repeated",
                        "create_conversation refused",
                        "select_slots accepted and changes",
                        "select_slots repeated",
                        "select_slots refused",
                        "withdraw_selection accepted and changes",
                        "withdraw_selection accepted",
                        "withdraw_selection repeated",
                        "withdraw_selection refused",
                        "cancel_conversation accepted and changes",
                        "cancel_conversation accepted",
                        "cancel_conversation refused");
        assertThat(codes)
                .containsExactlyInAnyOrder(
                        Code.REQUIRED,
                        Code.INVALID_TYPE,
                        Code.INVALID_FORMAT,
                        Code.NOT_RECOGNIZED,
                        Code.TOO_MANY,
                        Code.TZID_UNRECOGNIZED,
                        Code.MUST_BE_INTEGER_GREATER_THAN_ZERO,
                        Code.NO_SLOTS,
                        Code.ALREADY_EXISTS,
                        Code.CONVERSATION_NOT_FOUND,
                        Code.PARTICIPANT_NOT_FOUND,
                        Code.CONVERSATION_COMPLETE,
                        Code.CONVERSATION_CANCELLED,
                        Code.CONVERSATION_EXPIRED,
                        Code.SELECTION_METHOD_AUTO,
                        Code.SLOT_ALREADY_SELECTED,
                        Code.SLOT_UNAVAILABLE,
                        Code.REQUEST_ID_REUSED,
                        Code.INVALID_REQUEST);
    }

    private static void compare(List<Step> history) {
        var model = new ConversationModel(ConversationHistories.SETTINGS);
        var desk = new ConversationDesk(ConversationHistories.SETTINGS, ConversationHistories.BEGIN);
        for (Step step : history) {
            List<Object> announced = new ArrayList<>();
            for (var each : desk.at(step.at())) {
                announced.add(each.deadline());
                announced.add(each.after().map(ConversationRandomTest::view));
            }
            List<Object> expected = new ArrayList<>();
            for (Optional<Due> due = model.nextDue();
                    due.filter(it -> !it.at().isAfter(step.at())).isPresent();
                    due = model.nextDue()) {
                model.happen(step.at(), desk.offset());
                expected.add(due.orElseThrow().at());
                expected.add(model.view());
            }
            assertThat(announced).as("announced at %s", step.at()).isEqualTo(expected);
            step.request().ifPresent(request -> {
                Answer answer = answer(desk.ask(request, step.info(desk.offset())));
                Answer right = model.ask(request, step.info(desk.offset()), step.at());
                assertThat(answer).as("answer at %s", step.at()).isEqualTo(right);
            });
            assertThat(desk.state().map(ConversationRandomTest::view))
                    .as("state after the step at %s", step.at())
                    .isEqualTo(model.view());
            assertThat(desk.nextDeadline())
                    .as("next deadline")
                    .isEqualTo(model.nextDue().map(Due::at));
        }
    }

    private static Answer answer(ConversationDecision decision) {
        boolean changed = decision.changed().isPresent();
        if (decision.verdict() instanceof Verdict.Refused refused) {
            Refusal refusal = refused.refusal();
            return new Answer(
                    "refused",
                    Optional.of(refusal.code()),
                    refusal.errors().stream()
                            .map(error -> error.path() + " " + error.code())
                            .toList(),
                    changed);
        }
        boolean repeated = decision.verdict().equals(Verdict.REPEATED);
        return new Answer(repeated ? "repeated" : "accepted", Optional.empty(), List.of(), changed);
    }

    private static View view(Conversation conversation) {
        return new View(
                text(conversation.status()),
                conversation.participants().stream()
                        .map(participant -> new ParticipantView(
                                participant.identity(),
                                text(conversation.statusOf(participant)),
                                conversation.selectedBy(participant).map(ConversationRandomTest::describe),
                                participant.selection().map(conversation::expiryOf)))
                        .toList(),
                conversation.chosenSlot().map(ConversationRandomTest::describe),
                conversation
                        .ending()
                        .flatMap(ending ->
                                ending instanceof Ending.Cancelled cancelled ? cancelled.reason() : Optional.empty()),
                conversation.createdAt(),
                conversation.revision(),
                conversation.updatedAt(),
                conversation.cause().type().text(),
                conversation.cause().requestId(),
                conversation.cause().source().offset());
    }

    private static String describe(Slot slot) {
        return slot.id() + " until " + slot.end();
    }

    private static String text(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
