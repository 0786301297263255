package io.slotkeeper.conversation;

import static io.slotkeeper.conversation.ConversationRequests.cancel;
import static io.slotkeeper.conversation.ConversationRequests.chosen;
import static io.slotkeeper.conversation.ConversationRequests.said;
import static io.slotkeeper.conversation.ConversationRequests.select;
import static io.slotkeeper.conversation.ConversationRequests.slotId;
import static io.slotkeeper.conversation.ConversationRequests.withdraw;
import static io.slotkeeper.conversation.CreateBuilder.ELEVEN;
import static io.slotkeeper.conversation.CreateBuilder.MORNING;
import static io.slotkeeper.conversation.CreateBuilder.NINE;
import static io.slotkeeper.conversation.CreateBuilder.NOON;
import static io.slotkeeper.conversation.CreateBuilder.TEN;
import static io.slotkeeper.conversation.CreateBuilder.aCreate;
import static io.slotkeeper.conversation.CreateBuilder.auto;
import static io.slotkeeper.conversation.CreateBuilder.identified;
import static io.slotkeeper.conversation.CreateBuilder.manual;
import static io.slotkeeper.conversation.CreateBuilder.minutes;
import static io.slotkeeper.conversation.CreateBuilder.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slotkeeper.conversation.Conversation.ParticipantStatus;
import io.slotkeeper.conversation.Conversation.Status;
import io.slotkeeper.conversation.ConversationDesk.Announced;
import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest.Withdraw;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.testing.RequestIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * docs/spec/conversations.md: requests of participants, deadlines and what is derived. Creating: {@link
 * CreateConversationTest}.
 */
class ConversationMachineTest {

    private static final String GRACE = "@grace";
    private static final String KARL = "@karl";
    private static final String ANN = "@ann";
    private static final String MANY_ARE_TOO_LONG = "a".repeat(256);

    private final ConversationDesk desk = new ConversationDesk(MORNING);

    /** The ways in which a conversation ends; {@code @grace} has selected nine o'clock unless it expired. */
    enum End {
        COMPLETE,
        CANCELLED,
        EXPIRED
    }

    private void begin() {
        begin(aCreate());
    }

    private void begin(CreateBuilder request) {
        assertThat(said(desk.ask(request.build()))).isEqualTo("accepted");
    }

    /** The next record, a minute later. */
    private ConversationDecision ask(ConversationRequest request) {
        desk.at(desk.now().plusSeconds(60));
        return desk.ask(request);
    }

    private void accept(ConversationRequest request) {
        assertThat(said(ask(request))).isEqualTo("accepted");
    }

    private void end(End how) {
        accept(select(GRACE, NINE));
        switch (how) {
            case COMPLETE -> accept(select(KARL, NINE));
            case CANCELLED -> accept(cancel());
            case EXPIRED -> desk.at(NOON);
        }
        assertThat(desk.conversation().status().name()).isEqualTo(how.name());
    }

    private static String because(End end) {
        return "refused: base CONVERSATION_" + end;
    }

    private List<ParticipantStatus> statuses() {
        return desk.conversation().participants().stream()
                .map(desk.conversation()::statusOf)
                .toList();
    }

    // Who is meant

    @Test
    void a_request_to_an_unknown_conversation_is_refused() {
        for (var request :
                List.of(select(GRACE, NINE), select(GRACE, FieldValue.absent()), withdraw(GRACE), cancel())) {
            assertThat(said(desk.ask(request))).isEqualTo("refused: base CONVERSATION_NOT_FOUND");
        }
    }

    static Stream<Arguments> unclearParticipants() {
        FieldValue<String> none = FieldValue.absent();
        FieldValue<Long> noIndex = FieldValue.absent();
        return Stream.of(
                arguments(none, noIndex, "participant REQUIRED"),
                arguments(FieldValue.malformed(Fault.TYPE), noIndex, "participant INVALID_FORMAT"),
                arguments(none, FieldValue.malformed(Fault.TYPE), "participant_index INVALID_FORMAT"),
                arguments(FieldValue.of("@nobody"), noIndex, "participant PARTICIPANT_NOT_FOUND"),
                arguments(FieldValue.of("@KARL"), noIndex, "participant PARTICIPANT_NOT_FOUND"),
                arguments(FieldValue.of("@nobody"), FieldValue.of(0L), "participant PARTICIPANT_NOT_FOUND"),
                arguments(none, FieldValue.of(2L), "participant_index PARTICIPANT_NOT_FOUND"),
                arguments(none, FieldValue.of(-1L), "participant_index PARTICIPANT_NOT_FOUND"),
                arguments(none, FieldValue.of(1L << 32), "participant_index PARTICIPANT_NOT_FOUND"),
                arguments(FieldValue.of(KARL), FieldValue.of(0L), "participant_index INVALID_FORMAT"),
                arguments(FieldValue.of(KARL), FieldValue.of(7L), "participant_index INVALID_FORMAT"));
    }

    @ParameterizedTest
    @MethodSource("unclearParticipants")
    void a_request_must_name_a_participant(FieldValue<String> name, FieldValue<Long> index, String errors) {
        begin();

        assertThat(said(ask(new Select(name, index, FieldValue.absent())))).isEqualTo("refused: " + errors);
        assertThat(said(ask(new Withdraw(name, index)))).isEqualTo("refused: " + errors);
    }

    @Test
    void a_participant_is_named_by_identity_or_by_place_or_by_both() {
        begin(aCreate().participants(manual(GRACE), manual(KARL), manual(ANN)));

        accept(new Select(FieldValue.absent(), FieldValue.of(0L), chosen(FieldValue.of(slotId(NINE)))));
        accept(new Select(FieldValue.of(KARL), FieldValue.of(1L), chosen(FieldValue.of(slotId(TEN)))));

        assertThat(desk.selectedBy(GRACE)).contains(slotId(NINE));
        assertThat(desk.selectedBy(KARL)).contains(slotId(TEN));
        assertThat(desk.selectedBy(ANN)).isEmpty();
    }

    @Test
    void the_identity_is_the_first_of_id_sub_and_email() {
        begin(aCreate()
                .participants(
                        identified(FieldValue.of("1"), FieldValue.of("sub1"), FieldValue.of("one@example.com")),
                        identified(FieldValue.absent(), FieldValue.of("sub2"), FieldValue.of("two@example.com")),
                        identified(FieldValue.absent(), FieldValue.absent(), FieldValue.of("three@example.com"))));

        assertThat(said(ask(withdraw("sub1")))).isEqualTo("refused: participant PARTICIPANT_NOT_FOUND");
        assertThat(said(ask(withdraw("two@example.com")))).isEqualTo("refused: participant PARTICIPANT_NOT_FOUND");
        accept(select("1", NINE));
        accept(select("sub2", NINE));
        accept(select("three@example.com", NINE));
    }

    // select_slots

    static Stream<Arguments> unclearSelections() {
        FieldValue<String> nine = FieldValue.of(slotId(NINE));
        String slotId = "selected_slots[0].slot_id ";
        return Stream.of(
                arguments("missing", FieldValue.absent(), "selected_slots REQUIRED"),
                arguments("not an array", FieldValue.malformed(Fault.TYPE), "selected_slots REQUIRED"),
                arguments("empty", FieldValue.of(List.of()), "selected_slots REQUIRED"),
                arguments("two", chosen(nine, FieldValue.of(slotId(TEN))), "selected_slots TOO_MANY"),
                arguments("twice the same", chosen(nine, nine), "selected_slots TOO_MANY"),
                arguments(
                        "not an object",
                        FieldValue.of(List.of(FieldValue.<SlotChoice>malformed(Fault.TYPE))),
                        "selected_slots[0] INVALID_FORMAT"),
                arguments("no id", chosen(FieldValue.absent()), slotId + "REQUIRED"),
                arguments("not a string", chosen(FieldValue.malformed(Fault.TYPE)), slotId + "INVALID_TYPE"),
                arguments(
                        "a string no id can be", chosen(FieldValue.malformed(Fault.FORMAT)), slotId + "NOT_RECOGNIZED"),
                arguments("nonsense", chosen(FieldValue.of("nine")), slotId + "NOT_RECOGNIZED"),
                arguments(
                        "between two slots",
                        chosen(FieldValue.of(slotId(NINE.plusSeconds(1)))),
                        slotId + "NOT_RECOGNIZED"),
                arguments("after the last slot", chosen(FieldValue.of(slotId(NOON))), slotId + "NOT_RECOGNIZED"),
                arguments("before the first slot", chosen(FieldValue.of(slotId(MORNING))), slotId + "NOT_RECOGNIZED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unclearSelections")
    void a_selection_must_name_one_slot(String what, FieldValue<List<FieldValue<SlotChoice>>> slots, String errors) {
        begin();

        assertThat(said(ask(select(GRACE, slots)))).isEqualTo("refused: " + errors);
        assertThat(desk.conversation().revision()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unclearSelections")
    void the_body_is_looked_at_before_the_state(
            String what, FieldValue<List<FieldValue<SlotChoice>>> slots, String errors) {
        begin(aCreate().participants(manual(GRACE), manual(KARL), auto(ANN)));
        end(End.COMPLETE);

        assertThat(said(ask(select(GRACE, slots)))).isEqualTo("refused: " + errors);
        assertThat(said(ask(select(ANN, slots)))).isEqualTo("refused: " + errors);
    }

    @Test
    void a_selection_is_recorded() {
        begin();
        desk.at(MORNING.plusMillis(5));

        desk.ask(select(KARL, TEN), "r1");

        assertThat(desk.participant(KARL).selection())
                .contains(new Selection(new Slot(TEN, ELEVEN), MORNING.plusMillis(5)));
        assertThat(desk.participant(GRACE).selection()).isEmpty();
        assertThat(statuses()).containsExactly(ParticipantStatus.NEEDS_ACTION, ParticipantStatus.WAITING);
        assertThat(desk.conversation().status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(desk.conversation().chosenSlot()).isEmpty();
        assertThat(desk.conversation().revision()).isEqualTo(2);
        assertThat(desk.conversation().createdAt()).isEqualTo(MORNING);
        assertThat(desk.conversation().updatedAt()).isEqualTo(MORNING.plusMillis(5));
        assertThat(desk.conversation().cause())
                .isEqualTo(new Cause(
                        CauseType.SELECT_SLOTS, Optional.of(new RequestId("r1")), RequestIds.source(desk.offset())));
    }

    @Test
    void agreement_completes_the_conversation_for_everybody() {
        begin(aCreate().participants(manual(GRACE), auto(ANN), manual(KARL)));
        accept(select(GRACE, TEN));

        accept(select(KARL, TEN));

        Conversation complete = desk.conversation();
        assertThat(complete.status()).isEqualTo(Status.COMPLETE);
        assertThat(complete.ending()).contains(new Ending.Completed(new Slot(TEN, ELEVEN), desk.now()));
        assertThat(complete.chosenSlot()).contains(new Slot(TEN, ELEVEN));
        assertThat(desk.selectedBy(ANN)).contains(slotId(TEN));
        assertThat(desk.participant(ANN).selection()).isEmpty();
        assertThat(statuses()).containsOnly(ParticipantStatus.COMPLETE);
        assertThat(complete.revision()).isEqualTo(3);
        assertThat(desk.lastCause()).isEqualTo(CauseType.SELECT_SLOTS);
    }

    @Test
    void a_single_manual_participant_agrees_with_itself() {
        begin(aCreate().participants(auto(ANN), manual(GRACE)));

        accept(select(GRACE, ELEVEN));

        assertThat(desk.conversation().chosenSlot()).contains(new Slot(ELEVEN, NOON));
    }

    @Test
    void all_manual_participants_must_agree() {
        begin(aCreate().participants(manual(GRACE), manual(KARL), manual(ANN)));
        accept(select(GRACE, TEN));
        accept(select(KARL, TEN));

        assertThat(desk.conversation().status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(statuses())
                .containsExactly(ParticipantStatus.WAITING, ParticipantStatus.WAITING, ParticipantStatus.NEEDS_ACTION);
    }

    @Test
    void in_a_disagreement_all_who_disagree_need_action_and_auto_does_not_decide() {
        begin(aCreate().participants(manual(GRACE), manual(KARL), auto(ANN)));
        accept(select(GRACE, NINE));
        accept(select(KARL, TEN));

        assertThat(desk.conversation().status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(desk.selectedBy(ANN)).isEmpty();
        assertThat(statuses())
                .containsExactly(
                        ParticipantStatus.NEEDS_ACTION, ParticipantStatus.NEEDS_ACTION, ParticipantStatus.WAITING);
    }

    @Test
    void a_selection_can_be_replaced_only_in_a_disagreement() {
        begin(aCreate().participants(manual(GRACE), manual(KARL), manual(ANN)));
        accept(select(GRACE, NINE));
        assertThat(said(ask(select(GRACE, TEN)))).isEqualTo("refused: base SLOT_ALREADY_SELECTED");
        accept(select(KARL, TEN));

        accept(select(GRACE, TEN));

        assertThat(desk.participant(GRACE).selection()).contains(new Selection(new Slot(TEN, ELEVEN), desk.now()));
        assertThat(said(ask(select(GRACE, NINE)))).isEqualTo("refused: base SLOT_ALREADY_SELECTED");
        accept(select(ANN, TEN));
        assertThat(desk.conversation().status()).isEqualTo(Status.COMPLETE);
        assertThat(desk.conversation().revision()).isEqualTo(5);
    }

    @Test
    void changing_ones_mind_to_the_others_choice_completes() {
        begin();
        accept(select(GRACE, NINE));
        accept(select(KARL, TEN));

        accept(select(GRACE, TEN));

        assertThat(desk.conversation().chosenSlot()).contains(new Slot(TEN, ELEVEN));
    }

    @Test
    void the_slot_that_is_selected_already_is_a_repeat_in_progress() {
        begin(aCreate().participants(manual(GRACE), manual(KARL), manual(ANN)));
        accept(select(GRACE, NINE));

        assertThat(said(ask(select(GRACE, NINE)))).isEqualTo("repeated, nothing changed");
        accept(select(KARL, TEN));
        assertThat(said(ask(select(GRACE, NINE)))).isEqualTo("repeated, nothing changed");
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"COMPLETE", "CANCELLED"})
    void the_slot_that_is_selected_already_is_a_repeat_after_the_end(End end) {
        begin();
        end(end);
        desk.at(NOON);

        assertThat(said(ask(select(GRACE, NINE)))).isEqualTo("repeated, nothing changed");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void after_the_end_nothing_can_be_selected(End end) {
        begin(aCreate().participants(manual(GRACE), manual(KARL), auto(ANN)));
        end(end);

        assertThat(said(ask(select(GRACE, TEN)))).isEqualTo(because(end));
        assertThat(said(ask(select(ANN, TEN)))).isEqualTo(because(end));
    }

    @Test
    void the_slot_chosen_for_an_auto_participant_is_no_selection_to_repeat() {
        begin(aCreate().participants(manual(GRACE), auto(ANN)));
        accept(select(GRACE, NINE));

        assertThat(said(ask(select(ANN, NINE)))).isEqualTo("refused: base CONVERSATION_COMPLETE");
    }

    @Test
    void an_auto_participant_can_not_select() {
        begin(aCreate().participants(manual(GRACE), auto(ANN)));

        assertThat(said(ask(select(ANN, NINE)))).isEqualTo("refused: base SELECTION_METHOD_AUTO");
        desk.at(NINE);
        assertThat(said(desk.ask(select(ANN, NINE)))).isEqualTo("refused: base SELECTION_METHOD_AUTO");
    }

    @Test
    void a_slot_can_be_selected_until_it_starts() {
        begin(aCreate().participants(manual(GRACE), manual(KARL), manual(ANN)));
        desk.at(NINE.minusMillis(1));
        assertThat(said(desk.ask(select(GRACE, NINE)))).isEqualTo("accepted");

        desk.at(NINE);

        assertThat(said(desk.ask(select(GRACE, NINE))))
                .isEqualTo("refused: selected_slots[0].slot_id SLOT_UNAVAILABLE");
        assertThat(said(desk.ask(select(KARL, TEN)))).isEqualTo("accepted");
        assertThat(said(desk.ask(select(KARL, NINE)))).isEqualTo("refused: base SLOT_ALREADY_SELECTED");
    }

    // withdraw_selection

    @Test
    void a_withdrawn_selection_is_gone_and_another_can_follow() {
        begin();
        accept(select(GRACE, NINE));
        accept(select(KARL, TEN));

        accept(withdraw(GRACE));

        assertThat(desk.selectedBy(GRACE)).isEmpty();
        assertThat(statuses()).containsExactly(ParticipantStatus.NEEDS_ACTION, ParticipantStatus.WAITING);
        assertThat(desk.lastCause()).isEqualTo(CauseType.WITHDRAW_SELECTION);
        assertThat(desk.conversation().revision()).isEqualTo(4);
        accept(select(GRACE, TEN));
        assertThat(desk.conversation().status()).isEqualTo(Status.COMPLETE);
    }

    @Test
    void withdrawing_nothing_is_accepted_and_changes_nothing() {
        begin();

        assertThat(said(ask(withdraw(GRACE)))).isEqualTo("accepted, nothing changed");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void after_the_end_nothing_can_be_withdrawn(End end) {
        begin(aCreate().participants(manual(GRACE), manual(KARL), auto(ANN)));
        end(end);

        for (String name : List.of(GRACE, KARL, ANN)) {
            assertThat(said(ask(withdraw(name)))).isEqualTo(because(end));
        }
    }

    @Test
    void an_auto_participant_can_not_withdraw() {
        begin(aCreate().participants(manual(GRACE), auto(ANN)));

        assertThat(said(ask(withdraw(ANN)))).isEqualTo("refused: base SELECTION_METHOD_AUTO");
    }

    // cancel_conversation

    @Test
    void a_cancelled_conversation_keeps_its_selections_and_needs_nobody() {
        begin();
        accept(select(GRACE, NINE));

        accept(new Cancel(FieldValue.of("no longer needed")));

        assertThat(desk.conversation().status()).isEqualTo(Status.CANCELLED);
        assertThat(desk.conversation().ending())
                .contains(new Ending.Cancelled(Optional.of("no longer needed"), desk.now()));
        assertThat(desk.selectedBy(GRACE)).contains(slotId(NINE));
        assertThat(statuses()).containsOnly(ParticipantStatus.WAITING);
        assertThat(desk.conversation().revision()).isEqualTo(3);
        assertThat(desk.lastCause()).isEqualTo(CauseType.CANCEL_CONVERSATION);
    }

    @Test
    void cancelling_again_is_accepted_and_changes_nothing() {
        begin();
        accept(new Cancel(FieldValue.of("first")));

        assertThat(said(ask(new Cancel(FieldValue.of("second"))))).isEqualTo("accepted, nothing changed");
        assertThat(desk.conversation().ending().orElseThrow())
                .isInstanceOfSatisfying(
                        Ending.Cancelled.class, it -> assertThat(it.reason()).contains("first"));
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"COMPLETE", "EXPIRED"})
    void what_ended_otherwise_can_not_be_cancelled(End end) {
        begin();
        end(end);

        assertThat(said(ask(cancel()))).isEqualTo(because(end));
    }

    @Test
    void a_reason_has_at_most_255_characters() {
        begin();

        assertThat(said(ask(new Cancel(FieldValue.of(MANY_ARE_TOO_LONG))))).isEqualTo("refused: reason INVALID_FORMAT");
        assertThat(said(ask(new Cancel(FieldValue.malformed(Fault.TYPE))))).isEqualTo("refused: reason INVALID_FORMAT");
        accept(new Cancel(FieldValue.of(MANY_ARE_TOO_LONG.substring(1))));
    }

    // Repeating

    @Test
    void a_remembered_request_is_a_repeat_whatever_happened_since() {
        begin();
        desk.ask(select(GRACE, NINE), "r1");
        desk.ask(withdraw(GRACE), "r2");

        assertThat(said(desk.ask(select(GRACE, NINE), "r1"))).isEqualTo("repeated, nothing changed");
        assertThat(said(desk.ask(withdraw(GRACE), "r2"))).isEqualTo("repeated, nothing changed");
        assertThat(desk.selectedBy(GRACE)).isEmpty();
        assertThat(desk.conversation().revision()).isEqualTo(3);
        desk.at(NOON);
        assertThat(said(desk.ask(select(GRACE, NINE), "r1"))).isEqualTo("repeated, nothing changed");
    }

    @Test
    void a_remembered_id_with_other_content_is_refused_before_the_body_and_the_state() {
        begin();
        desk.ask(select(GRACE, NINE), "r1");
        desk.ask(select(KARL, NINE), "r2");

        for (var request : List.of(select(GRACE, TEN), select(GRACE, FieldValue.absent()), withdraw(GRACE))) {
            assertThat(said(desk.ask(request, "r1"))).isEqualTo("refused: request_id REQUEST_ID_REUSED");
        }
        assertThat(said(desk.ask(select(GRACE, TEN), "r3"))).isEqualTo("refused: base CONVERSATION_COMPLETE");
    }

    @Test
    void each_participant_remembers_its_own_requests() {
        begin();
        desk.ask(select(GRACE, NINE), "r1");

        assertThat(said(desk.ask(select(KARL, TEN), "r1"))).isEqualTo("accepted");
    }

    @Test
    void the_last_four_requests_are_remembered() {
        begin();
        desk.ask(select(GRACE, NINE), "r1");
        desk.ask(withdraw(GRACE), "r2");
        desk.ask(select(GRACE, TEN), "r3");
        desk.ask(withdraw(GRACE), "r4");
        assertThat(said(desk.ask(select(GRACE, NINE), "r1"))).isEqualTo("repeated, nothing changed");

        desk.ask(select(GRACE, ELEVEN), "r5");

        assertThat(said(desk.ask(withdraw(GRACE), "r2"))).isEqualTo("repeated, nothing changed");
        assertThat(said(desk.ask(withdraw(GRACE), "r1"))).isEqualTo("accepted");
        assertThat(said(desk.ask(select(GRACE, TEN), "r2"))).isEqualTo("accepted");
    }

    @Test
    void only_what_changed_something_and_has_an_id_is_remembered() {
        begin();
        desk.ask(withdraw(GRACE), "r1");
        desk.ask(select(GRACE, MORNING), "r1");
        desk.ask(select(GRACE, NINE));
        desk.ask(select(GRACE, NINE), "r1");

        assertThat(said(desk.ask(withdraw(GRACE), "r1"))).isEqualTo("accepted");
        assertThat(desk.participant(GRACE).remembered().applied()).hasSize(1);
    }

    // Deadlines

    @Test
    void a_selection_expires_after_its_time() {
        begin(aCreate().selectionExpiresAfter(minutes(5)));
        desk.ask(select(GRACE, TEN));
        Instant expiry = MORNING.plus(Duration.ofMinutes(5));
        assertThat(desk.conversation()
                        .expiryOf(desk.participant(GRACE).selection().orElseThrow()))
                .isEqualTo(expiry);
        assertThat(desk.at(expiry.minusMillis(1))).isEmpty();
        assertThat(desk.selectedBy(GRACE)).contains(slotId(TEN));

        List<Announced> announced = desk.at(expiry);

        assertThat(announced).hasSize(1);
        assertThat(announced.get(0).deadline()).isEqualTo(expiry);
        assertThat(desk.selectedBy(GRACE)).isEmpty();
        assertThat(desk.statusOf(GRACE)).isEqualTo(ParticipantStatus.NEEDS_ACTION);
        assertThat(desk.conversation().status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(desk.conversation().revision()).isEqualTo(3);
        assertThat(desk.conversation().updatedAt()).isEqualTo(expiry);
        assertThat(desk.conversation().cause())
                .isEqualTo(new Cause(CauseType.SELECTION_EXPIRED, Optional.empty(), RequestIds.source(desk.offset())));
    }

    @ParameterizedTest
    @ValueSource(longs = {59, 60, 61, 52_704_000})
    void a_selection_expires_at_the_latest_when_its_slot_starts(long minutes) {
        begin(aCreate().selectionExpiresAfter(minutes(minutes)));
        desk.ask(select(GRACE, NINE));

        Instant byTime = MORNING.plus(Duration.ofMinutes(minutes));
        assertThat(desk.nextDeadline()).contains(byTime.isBefore(NINE) ? byTime : NINE);
    }

    @Test
    void a_selection_without_a_time_lasts_until_its_slot_starts() {
        begin();
        desk.ask(select(GRACE, TEN));
        assertThat(desk.at(TEN.minusMillis(1))).isEmpty();

        assertThat(desk.at(TEN)).extracting(Announced::deadline).containsExactly(TEN);
        assertThat(desk.selectedBy(GRACE)).isEmpty();
        assertThat(desk.lastCause()).isEqualTo(CauseType.SELECTION_EXPIRED);
    }

    @Test
    void the_time_of_a_replaced_selection_counts_from_its_replacement() {
        begin(aCreate().selectionExpiresAfter(minutes(5)).participants(manual(GRACE), manual(KARL), manual(ANN)));
        desk.ask(select(GRACE, NINE));
        desk.at(MORNING.plusSeconds(120));
        desk.ask(select(KARL, TEN));
        desk.at(MORNING.plusSeconds(240));
        desk.ask(select(GRACE, TEN));

        assertThat(desk.nextDeadline()).contains(MORNING.plusSeconds(420));
        desk.at(MORNING.plusSeconds(420));
        assertThat(desk.selectedBy(KARL)).isEmpty();
        assertThat(desk.nextDeadline()).contains(MORNING.plusSeconds(540));
    }

    @Test
    void who_disagreed_with_an_expired_selection_waits_again() {
        begin();
        desk.ask(select(GRACE, NINE));
        desk.ask(select(KARL, TEN));
        assertThat(desk.statusOf(KARL)).isEqualTo(ParticipantStatus.NEEDS_ACTION);

        desk.at(NINE);

        assertThat(statuses()).containsExactly(ParticipantStatus.NEEDS_ACTION, ParticipantStatus.WAITING);
    }

    @Test
    void selections_that_expire_at_one_instant_give_one_revision() {
        begin(aCreate().selectionExpiresAfter(minutes(5)).participants(manual(GRACE), manual(KARL), manual(ANN)));
        desk.ask(select(GRACE, NINE));
        desk.ask(select(KARL, TEN));
        desk.at(MORNING.plusMillis(1));
        desk.ask(select(ANN, TEN));

        List<Announced> first = desk.at(MORNING.plusSeconds(300));

        assertThat(first).hasSize(1);
        assertThat(desk.selectedBy(GRACE)).isEmpty();
        assertThat(desk.selectedBy(KARL)).isEmpty();
        assertThat(desk.selectedBy(ANN)).contains(slotId(TEN));
        assertThat(desk.conversation().revision()).isEqualTo(5);
    }

    @Test
    void each_instant_is_announced_by_itself_however_late() {
        begin(aCreate().selectionExpiresAfter(minutes(5)));
        desk.ask(select(GRACE, NINE));
        desk.at(MORNING.plusSeconds(1));
        desk.ask(select(KARL, TEN));

        List<Announced> announced = desk.at(NOON);

        assertThat(announced)
                .extracting(Announced::deadline)
                .containsExactly(MORNING.plusSeconds(300), MORNING.plusSeconds(301), ELEVEN);
        assertThat(announced)
                .extracting(it -> it.after().orElseThrow().revision())
                .containsExactly(4L, 5L, 6L);
        assertThat(announced)
                .extracting(it -> it.after().orElseThrow().cause().type())
                .containsExactly(
                        CauseType.SELECTION_EXPIRED, CauseType.SELECTION_EXPIRED, CauseType.CONVERSATION_EXPIRED);
        assertThat(announced)
                .extracting(it -> it.after().orElseThrow().updatedAt())
                .containsOnly(NOON);
    }

    @Test
    void without_agreement_the_conversation_expires_when_its_last_slot_starts() {
        begin();
        assertThat(desk.nextDeadline()).contains(ELEVEN);
        assertThat(desk.at(ELEVEN.minusMillis(1))).isEmpty();

        assertThat(desk.at(ELEVEN)).hasSize(1);

        assertThat(desk.conversation().status()).isEqualTo(Status.EXPIRED);
        assertThat(desk.conversation().ending()).contains(new Ending.Expired(ELEVEN));
        assertThat(statuses()).containsOnly(ParticipantStatus.WAITING);
        assertThat(desk.conversation().revision()).isEqualTo(2);
        assertThat(desk.lastCause()).isEqualTo(CauseType.CONVERSATION_EXPIRED);
    }

    @Test
    void the_last_slot_is_the_last_of_all_periods() {
        begin(aCreate()
                .periods(List.of(
                        period(NOON, NOON.plusSeconds(3600)),
                        period(NINE, TEN),
                        period(NOON.plusSeconds(7200), NOON.plusSeconds(7260)))));

        assertThat(desk.nextDeadline()).contains(NOON);
    }

    @Test
    void a_selection_and_the_conversation_that_end_together_give_one_revision() {
        begin();
        desk.ask(select(GRACE, ELEVEN));

        assertThat(desk.at(ELEVEN)).hasSize(1);

        assertThat(desk.conversation().status()).isEqualTo(Status.EXPIRED);
        assertThat(desk.selectedBy(GRACE)).isEmpty();
        assertThat(desk.participant(GRACE).selection()).isEmpty();
        assertThat(desk.conversation().revision()).isEqualTo(3);
        assertThat(desk.lastCause()).isEqualTo(CauseType.CONVERSATION_EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void what_ended_is_forgotten_after_its_retention(End end) {
        begin();
        end(end);
        // An expired one ended when its last slot started, though that was announced later.
        Instant ended = end == End.EXPIRED ? ELEVEN : desk.now();
        Instant deadline = ended.plus(Duration.ofDays(30));
        assertThat(desk.nextDeadline()).contains(deadline);
        assertThat(desk.at(deadline.minusMillis(1))).isEmpty();

        assertThat(desk.at(deadline)).containsExactly(new Announced(deadline, Optional.empty()));
        assertThat(said(desk.ask(cancel()))).isEqualTo("refused: base CONVERSATION_NOT_FOUND");
    }

    @Test
    void a_forgotten_name_begins_a_new_life() {
        begin();
        desk.ask(cancel());
        desk.at(MORNING.plus(Duration.ofDays(30)));
        Instant start = desk.now().plusSeconds(3600);

        begin(aCreate().periods(List.of(period(start, start.plusSeconds(3600)))));

        assertThat(desk.conversation().revision()).isEqualTo(1);
        assertThat(desk.conversation().createdAt()).isEqualTo(desk.now());
    }

    @Test
    void the_settings_say_how_long_what_ended_is_kept() {
        var impatient = new ConversationDesk(new ConversationSettings(Duration.ofSeconds(1), 2), MORNING);
        impatient.ask(aCreate().build());
        impatient.ask(cancel());

        assertThat(impatient.nextDeadline()).contains(MORNING.plusSeconds(1));
        assertThat(impatient.at(MORNING.plusSeconds(1))).hasSize(1);
        assertThat(said(impatient.ask(aCreate()
                        .participants(manual(GRACE), manual(KARL), manual(ANN))
                        .build())))
                .isEqualTo("refused: participants TOO_MANY");
    }

    @Test
    void a_decision_announces_due_deadlines_of_its_conversation_first() {
        begin();

        ConversationDecision decision = desk.machine()
                .decide(id -> desk.state(), ConversationDesk.ID, cancel(), RequestIds.info(cancel(), 9), ELEVEN);

        assertThat(decision.changes().events())
                .extracting(event -> event.conversation().orElseThrow().cause().type())
                .containsExactly(CauseType.CONVERSATION_EXPIRED);
        assertThat(said(decision)).startsWith("refused: base CONVERSATION_EXPIRED");
    }
}
