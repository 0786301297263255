package io.slotkeeper.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.audit.OutputContent;
import io.slotkeeper.conversation.ConversationHistories.Step;
import io.slotkeeper.oracle.ConversationModel;
import io.slotkeeper.oracle.ExpectedOutcome;
import io.slotkeeper.oracle.ExpectedSnapshot;
import io.slotkeeper.request.Code;
import io.slotkeeper.testing.RandomHistories;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The machine and its state against {@link ConversationModel}, record by record. */
class ConversationRandomTest {

    @Test
    void the_machine_answers_and_announces_what_the_model_does() {
        RandomHistories.of(1_000, ConversationHistories::history, ConversationRandomTest::compare)
                .run();
    }

    @Test
    void histories_reach_every_answer_and_every_deadline() {
        Set<String> reached = new TreeSet<>();
        Set<Code> codes = EnumSet.noneOf(Code.class);

        RandomHistories.of(500, ConversationHistories::history, history -> {
                    var model = new ConversationModel(ConversationHistories.ORACLE_SETTINGS);
                    for (Step step : history) {
                        announced(model, step, 0).forEach(told -> reached.add(cause(told)));
                        step.request().ifPresent(request -> {
                            List<ExpectedSnapshot> told = new ArrayList<>();
                            ExpectedOutcome answer = model.decide(ID, step.seen(), step.moment(0), told);
                            String kind = ConversationRequests.type(request) + " " + status(answer);
                            reached.add(told.isEmpty() ? kind : kind + " and changes");
                            if (!answer.isAccepted()) {
                                codes.add(Code.valueOf(answer.verdict().toUpperCase(Locale.ROOT)));
                            }
                            model.conversations().values().forEach(it -> reached.add(String.valueOf(it.get("status"))));
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

    private static final String ID = ConversationDesk.ID.value();

    private static String status(ExpectedOutcome answer) {
        return answer.isAccepted() ? answer.verdict() : "refused";
    }

    private static String cause(ExpectedSnapshot told) {
        return told.content()
                .map(it -> ((Map<?, ?>) Objects.requireNonNull(it.get("cause"))).get("type"))
                .map(String::valueOf)
                .orElse("forgotten");
    }

    private static List<ExpectedSnapshot> announced(ConversationModel model, Step step, long offset) {
        List<ExpectedSnapshot> told = new ArrayList<>();
        while (model.nextDeadline().filter(due -> !due.isAfter(step.at())).isPresent()) {
            told.addAll(model.announceNext(step.moment(offset)));
        }
        return told;
    }

    private static void compare(List<Step> history) {
        var model = new ConversationModel(ConversationHistories.ORACLE_SETTINGS);
        var desk = new ConversationDesk(ConversationHistories.SETTINGS, ConversationHistories.BEGIN);
        for (Step step : history) {
            List<ExpectedSnapshot> announced = desk.at(step.at()).stream()
                    .map(each -> new ExpectedSnapshot(ID, each.after().map(ConversationRandomTest::shown)))
                    .toList();
            assertThat(announced).as("announced at %s", step.at()).isEqualTo(announced(model, step, desk.offset()));
            step.request().ifPresent(request -> {
                ConversationDecision decision = desk.ask(request, step.info(desk.offset()));
                List<ExpectedSnapshot> told = new ArrayList<>();
                ExpectedOutcome right = model.decide(ID, step.seen(), step.moment(desk.offset()), told);
                assertThat(ConversationRequests.said(decision))
                        .as("answer at %s", step.at())
                        .isEqualTo(said(right, told));
            });
            assertThat(desk.state().map(ConversationRandomTest::shown))
                    .as("state after the step at %s", step.at())
                    .isEqualTo(Optional.ofNullable(model.conversations().get(ID)));
            assertThat(desk.nextDeadline()).as("next deadline").isEqualTo(model.nextDeadline());
        }
    }

    private static Map<String, Object> shown(Conversation conversation) {
        return OutputContent.of(
                OutputReader.tree(OutputFormat.JSON.conversation(conversation)).orElseThrow());
    }

    /** As {@link ConversationRequests#said} says it. */
    private static String said(ExpectedOutcome answer, List<ExpectedSnapshot> told) {
        if (answer.isAccepted()) {
            return answer.verdict() + (told.isEmpty() ? ", nothing changed" : "");
        }
        return answer.errors().entrySet().stream()
                .flatMap(entry -> ((List<?>) entry.getValue())
                        .stream().map(error -> entry.getKey() + " " + code((Map<?, ?>) error)))
                .collect(Collectors.joining(", ", "refused: ", ""));
    }

    private static String code(Map<?, ?> error) {
        return String.valueOf(error.get("key")).replace("errors.", "").toUpperCase(Locale.ROOT);
    }
}
