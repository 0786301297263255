package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationBody.GRACE;
import static io.slotkeeper.edge.ConversationBody.KARL;
import static io.slotkeeper.edge.ConversationBody.LENA;
import static io.slotkeeper.edge.ConversationBody.slot;
import static io.slotkeeper.edge.ConversationClient.names;
import static io.slotkeeper.edge.ConversationClient.statuses;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.JsonText.list;
import static io.slotkeeper.testing.Refusals.assertEmpty;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations over HTTP (docs/spec/conversations.md; docs/spec/http.md#conversations). */
final class EdgeConversationsIT {

    private static final String MILLISECOND = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    /** For what is refused. */
    @SuppressWarnings("NullAway.Init")
    private static ConversationClient untouched;

    @BeforeAll
    static void start() {
        untouched = talk(ConversationBody.of(GRACE, KARL));
    }

    private static ConversationClient talk(ConversationBody body) {
        return ConversationClient.create(edge.alice(), body);
    }

    private static HttpAnswer create(ConversationBody body) {
        return edge.alice().post(ConversationClient.ALL, body.text());
    }

    // What a conversation looks like.

    private static final ConversationBody FULL = ConversationBody.of(
                    "{'participant_id':'@grace','sub':'acc_5ba21743f408617d1269ea1e','email':'grace@company.com',"
                            + "'common_name':'Grace Devlin','managed_availability':true,"
                            + "'slots':{'selection_method':'auto'}}",
                    "{'participant_id':'@karl','common_name':'Karl Cramer','managed_availability':false}")
            .with("subject", "'Project Titan review'")
            .with("event", "{'location':{'description':'Board Room'}}")
            .with("start_interval", "{'minutes':30}")
            .with("selection_expires_after", "{'minutes':5}");

    @Test
    void a_new_conversation_has_the_fields_of_the_source_document_in_their_order() {
        HttpAnswer answer = create(FULL);
        assertJson(answer, 200);
        assertThat(names(answer.json()))
                .containsExactly(
                        "scheduling_conversation_id",
                        "participants",
                        "tzid",
                        "subject",
                        "event",
                        "required_duration",
                        "start_interval",
                        "available_periods",
                        "selection_expires_after",
                        "status",
                        "created_at",
                        "revision",
                        "updated_at",
                        "cause");
        assertThat(answer.at("/scheduling_conversation_id")).matches("scv_[0-9a-f]{24}");
        assertThat(answer.body())
                .contains(json("'tzid':'America/Chicago','subject':'Project Titan review',"
                        + "'event':{'location':{'description':'Board Room'}},'required_duration':{'minutes':60},"
                        + "'start_interval':{'minutes':30},'available_periods':"
                        + "[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}],"
                        + "'selection_expires_after':{'minutes':5},'status':'in_progress'"));
    }

    @Test
    void participants_are_told_as_they_were_given_with_what_they_can_do() {
        HttpAnswer answer = create(FULL);
        var talk = new ConversationClient(edge.alice(), answer.at("/scheduling_conversation_id"));
        String action = "{'url':'http://127.0.0.1:" + edge.port() + talk.slots(1) + "'}";
        assertThat(answer.body())
                .contains(json("'participants':[{'participant_id':'@grace','sub':'acc_5ba21743f408617d1269ea1e',"
                        + "'email':'grace@company.com','common_name':'Grace Devlin','managed_availability':true,"
                        + "'slots':{'selection_method':'auto'},'status':'waiting','possible_actions':{}},"
                        + "{'participant_id':'@karl','common_name':'Karl Cramer','managed_availability':false,"
                        + "'slots':{'selection_method':'manual'},'status':'needs_action',"
                        + "'possible_actions':{'slots_list':" + action + ",'slots_select':" + action + "}}],"));
    }

    @Test
    void a_new_conversation_says_when_and_because_of_what_it_came_to_be() {
        HttpAnswer answer = create(FULL);
        assertThat(answer.at("/created_at")).matches(MILLISECOND).isEqualTo(answer.at("/updated_at"));
        assertThat(answer.json().get("revision").intValue()).isOne();
        assertThat(names(answer.json().get("cause")))
                .containsExactly("type", "request_id", "topic", "partition", "offset");
        assertThat(answer.at("/cause/type")).isEqualTo("create_conversation");
        assertThat(answer.at("/cause/topic")).isEqualTo("selection-requests");
    }

    @Test
    void what_was_not_given_is_absent() {
        HttpAnswer answer = create(ConversationBody.of("{'email':'karl@company.com'}")
                .with("subject", "null")
                .with("event", "null"));
        assertJson(answer, 200);
        assertThat(names(answer.json()))
                .containsExactly(
                        "scheduling_conversation_id",
                        "participants",
                        "tzid",
                        "required_duration",
                        "available_periods",
                        "status",
                        "created_at",
                        "revision",
                        "updated_at",
                        "cause");
        assertThat(names(answer.json().at("/participants/0")))
                .containsExactly("email", "slots", "status", "possible_actions");
        assertThat(names(answer.json().at("/participants/0/slots"))).containsExactly("selection_method");
        assertThat(names(answer.json().at("/participants/0/possible_actions")))
                .containsExactly("slots_list", "slots_select");
    }

    @Test
    void the_one_who_selects_decides_for_those_whose_calendar_follows() {
        HttpAnswer complete = talk(ConversationBody.of(GRACE, KARL)).select(1, 2);
        assertJson(complete, 200);
        String times = "'start':'2050-05-02T11:00:00Z','end':'2050-05-02T12:00:00Z'";
        String end =
                "'selected':[{'slot_id':'" + slot(2) + "'," + times + "}]},'status':'complete','possible_actions':{}}";
        assertThat(complete.body())
                .contains(
                        json("'participants':[{'participant_id':'@grace','slots':{'selection_method':'auto'," + end
                                + ",{'participant_id':'@karl','slots':{'selection_method':'manual'," + end + "],"),
                        json("'chosen_slot':{'available_slot_id':'" + slot(2) + "'," + times
                                + "},'status':'complete','created_at':"));
        assertThat(complete.json().get("revision").intValue()).isEqualTo(2);
        assertThat(complete.at("/cause/type")).isEqualTo("select_slots");
    }

    @Test
    void anybody_with_a_token_reads_what_the_last_answer_said() {
        ConversationClient talk = talk(ConversationBody.of(KARL, LENA));
        HttpAnswer selected = talk.select(0, 1);
        HttpAnswer read = edge.bob().get(talk.path());
        assertJson(read, 200);
        assertThat(read.body()).isEqualTo(selected.body());
    }

    @Test
    void a_selection_says_when_it_expires_before_its_slot_starts() {
        HttpAnswer selected = talk(ConversationBody.of(KARL, LENA).with("selection_expires_after", "{'minutes':5}"))
                .select(0, 0);
        JsonNode selection = selected.json().at("/participants/0/slots/selected/0");
        assertThat(names(selection)).containsExactly("slot_id", "start", "end", "expires_at");
        assertThat(selection.get("expires_at").textValue()).matches(MILLISECOND);
        assertThat(Instant.parse(selection.get("expires_at").textValue()))
                .isEqualTo(Instant.parse(selected.at("/updated_at")).plusSeconds(300));
    }

    @Test
    void where_nobody_selects_the_earliest_slot_is_chosen_at_once() {
        HttpAnswer created = create(ConversationBody.of(GRACE)
                .with(
                        "available_periods",
                        "[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'},"
                                + "{'start':'2001-05-02T09:00:00Z','end':'2001-05-02T18:00:00Z'}]"));
        assertThat(created.at("/status")).isEqualTo("complete");
        assertThat(created.at("/chosen_slot/available_slot_id")).isEqualTo(slot(0));
        assertThat(created.at("/participants/0/slots/selected/0/slot_id")).isEqualTo(slot(0));
        assertThat(created.at("/revision")).isEqualTo("1");
    }

    @Test
    void an_event_comes_back_with_its_numbers_and_its_order_as_they_were_sent() {
        String event = "{\"z\":1.0,\"a\":1e2,\"big\":12345678901234567890,\"\":-0,\"list\":[0.10,{\"b\":1,\"a\":null}],"
                + "\"text\":\"\\u00fcber 'all' \\\"\\\\\"}";
        String told = event.replace("\\u00fc", "\u00fc");
        HttpAnswer created = edge.alice()
                .post(
                        ConversationClient.ALL,
                        ConversationBody.of(KARL, LENA)
                                .text()
                                .replaceFirst("\\{", "{\"event\":EVENT,")
                                .replace("EVENT", event));
        assertJson(created, 200);
        assertThat(created.body()).contains("\"event\":" + told + ",");
        var talk = new ConversationClient(edge.alice(), created.at("/scheduling_conversation_id"));
        assertThat(talk.read().body()).contains("\"event\":" + told + ",");
        assertThat(talk.select(0, 0).body()).contains("\"event\":" + told + ",");
    }

    @Test
    void periods_are_told_in_utc_whatever_their_offset() {
        HttpAnswer created = create(ConversationBody.of(KARL)
                .with(
                        "available_periods",
                        "[{'start':'2050-05-02T11:00:00+02:00','end':'2050-05-02T12:30:00.000-05:30'}]"));
        assertThat(created.json().get("available_periods"))
                .isEqualTo(TestProgram.json(json("[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}]")));
    }

    // The list of slots.

    @Test
    void slots_are_listed_with_their_times() {
        HttpAnswer listed = talk(ConversationBody.of(GRACE, KARL)
                        .with(
                                "available_periods",
                                "[{'start':'2050-05-02T10:00:00Z','end':'2050-05-02T11:29:59Z'},"
                                        + "{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T10:00:00Z'}]")
                        .with("start_interval", "{'minutes':30}"))
                .list(1);
        assertJson(listed, 200);
        assertThat(listed.json())
                .isEqualTo(TestProgram.json(json("{'slots':["
                        + "{'slot_id':'slt_2535094800','start':'2050-05-02T09:00:00Z','end':'2050-05-02T10:00:00Z'},"
                        + "{'slot_id':'slt_2535096600','start':'2050-05-02T09:30:00Z','end':'2050-05-02T10:30:00Z'},"
                        + "{'slot_id':'slt_2535098400','start':'2050-05-02T10:00:00Z','end':'2050-05-02T11:00:00Z'}"
                        + "]}")));
        assertThat(names(listed.json().at("/slots/0"))).containsExactly("slot_id", "start", "end");
    }

    @Test
    void slots_that_have_begun_are_not_listed() {
        ConversationClient talk = talk(ConversationBody.of(KARL)
                .with(
                        "available_periods",
                        "[{'start':'2001-01-01T00:00:00Z','end':'2001-01-02T00:00:00Z'},"
                                + "{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T11:00:00Z'}]"));
        assertThat(ConversationClient.ids(talk.list(0))).containsExactly(slot(0), slot(1));
    }

    // What is refused when a conversation is created.

    private record Wrong(String field, String value, String... errors) {
        @Override
        public String toString() {
            return field + " " + (value.length() > 80 ? value.substring(0, 80) + "…" : value);
        }
    }

    @ParameterizedTest
    @MethodSource
    void what_is_wrong_with_a_new_conversation_is_told_by_field(Wrong wrong) {
        ConversationBody body = ConversationBody.of(KARL);
        HttpAnswer answer =
                create(wrong.value().isEmpty() ? body.without(wrong.field()) : body.with(wrong.field(), wrong.value()));
        assertErrors(answer, wrong.errors());
    }

    static Stream<Wrong> what_is_wrong_with_a_new_conversation_is_told_by_field() {
        return Stream.of(wrongParticipants(), wrongTexts(), wrongTimes()).flatMap(it -> it);
    }

    private static Stream<Wrong> wrongParticipants() {
        return Stream.of(
                new Wrong("participants", "", "participants required"),
                new Wrong("participants", "null", "participants required"),
                new Wrong("participants", "[]", "participants required"),
                new Wrong("participants", "'@karl'", "participants invalid_format"),
                new Wrong("participants", "['@karl']", "participants[0] invalid_format"),
                new Wrong(
                        "participants",
                        list(IntStream.range(0, 21).mapToObj(i -> "{'participant_id':'" + i + "'}")),
                        "participants too_many"),
                new Wrong("participants", "[{'common_name':'Karl'}]", "participants[0].participant_id required"),
                new Wrong(
                        "participants",
                        "[" + KARL + "," + LENA + "," + KARL + "]",
                        "participants[2].participant_id duplicate"),
                new Wrong(
                        "participants",
                        "[{'email':'a@example.com'},{'email':'a@example.com'}]",
                        "participants[1].email duplicate"),
                new Wrong(
                        "participants",
                        "[{'participant_id':'@karl','slots':{'selection_method':'automatic'}}]",
                        "participants[0].slots.selection_method not_recognized"),
                new Wrong(
                        "participants", "[{'participant_id':'a b'}]", "participants[0].participant_id invalid_format"),
                new Wrong(
                        "participants", "[{'participant_id':'a/b'}]", "participants[0].participant_id invalid_format"),
                new Wrong("participants", "[{'participant_id':7}]", "participants[0].participant_id invalid_format"),
                new Wrong("participants", "[{'sub':'" + "s".repeat(129) + "'}]", "participants[0].sub invalid_format"),
                new Wrong("participants", "[{'email':'nobody'}]", "participants[0].email invalid_format"),
                new Wrong(
                        "participants",
                        "[{'participant_id':'@karl','common_name':'" + "n".repeat(256) + "'}]",
                        "participants[0].common_name invalid_format"),
                new Wrong(
                        "participants",
                        "[{'participant_id':'@karl','common_name':'\\ud800'}]",
                        "participants[0].common_name invalid_format"),
                new Wrong(
                        "participants",
                        "[{'participant_id':'@karl','managed_availability':'yes'}]",
                        "participants[0].managed_availability invalid_format"));
    }

    private static Stream<Wrong> wrongTexts() {
        return Stream.of(
                new Wrong("tzid", "", "tzid required"),
                new Wrong("tzid", "7", "tzid invalid_format"),
                new Wrong("tzid", "'Europe/Atlantis'", "tzid tzid_unrecognized"),
                new Wrong("tzid", "'\\ud800'", "tzid tzid_unrecognized"),
                new Wrong("subject", "'" + "s".repeat(256) + "'", "subject invalid_format"),
                new Wrong("subject", "'half a pair \\udc00'", "subject invalid_format"),
                new Wrong("subject", "true", "subject invalid_format"),
                new Wrong("event", "'Board Room'", "event invalid_format"),
                new Wrong("event", "[]", "event invalid_format"),
                new Wrong("event", "{'a':'\\ud83d'}", "event invalid_format"),
                new Wrong(
                        "event",
                        "{'a':'" + "a".repeat(2_100) + "','b':'" + "b".repeat(2_100) + "'}",
                        "event invalid_format"));
    }

    private static Stream<Wrong> wrongTimes() {
        return Stream.of(
                new Wrong("required_duration", "", "required_duration required"),
                new Wrong("required_duration", "60", "required_duration invalid_format"),
                new Wrong("required_duration", "{}", "required_duration.minutes required"),
                new Wrong(
                        "required_duration",
                        "{'minutes':0}",
                        "required_duration.minutes must_be_integer_greater_than_zero"),
                new Wrong(
                        "required_duration",
                        "{'minutes':1.5}",
                        "required_duration.minutes must_be_integer_greater_than_zero"),
                new Wrong(
                        "required_duration",
                        "{'minutes':'60'}",
                        "required_duration.minutes must_be_integer_greater_than_zero"),
                new Wrong(
                        "start_interval",
                        "{'minutes':-30}",
                        "start_interval.minutes must_be_integer_greater_than_zero"),
                new Wrong(
                        "selection_expires_after",
                        "{'minutes':0}",
                        "selection_expires_after.minutes must_be_integer_greater_than_zero"),
                new Wrong("available_periods", "", "available_periods required"),
                new Wrong("available_periods", "[]", "available_periods required"),
                new Wrong(
                        "available_periods",
                        "[{}]",
                        "available_periods[0].start required",
                        "available_periods[0].end required"),
                new Wrong(
                        "available_periods",
                        "[{'start':'2050-05-02','end':'2050-05-02T18:00:00Z'}]",
                        "available_periods[0].start invalid_format"),
                new Wrong(
                        "available_periods",
                        "[{'start':'2050-05-02T09:00:00.500Z','end':'2050-05-02T18:00:00Z'}]",
                        "available_periods[0].start invalid_format"),
                new Wrong(
                        "available_periods",
                        "[{'start':'2050-02-30T09:00:00Z','end':'2050-05-02T18:00:00Z'}]",
                        "available_periods[0].start invalid_format"),
                new Wrong(
                        "available_periods",
                        "[{'start':'2050-05-02T18:00:00Z','end':'2050-05-02T18:00:00Z'}]",
                        "available_periods[0] invalid_time_pair"),
                new Wrong(
                        "available_periods",
                        "[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T09:59:59Z'}]",
                        "available_periods no_slots"),
                new Wrong(
                        "available_periods",
                        "[{'start':'2001-05-02T09:00:00Z','end':'2001-05-02T18:00:00Z'}]",
                        "available_periods no_slots"),
                new Wrong(
                        "available_periods",
                        "[{'start':'2050-05-02T09:00:00Z','end':'2050-06-20T18:00:00Z'}]",
                        "available_periods too_many"),
                new Wrong(
                        "available_periods",
                        list(IntStream.range(0, 101)
                                .mapToObj(i -> "{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}")),
                        "available_periods too_many"),
                new Wrong(
                        "available_periods",
                        "[{'start':'9000-05-02T09:00:00Z','end':'9000-05-02T18:00:00Z'}]",
                        "available_periods[0].end too_far"));
    }

    @Test
    void all_that_is_wrong_is_told_at_once_in_the_order_of_the_fields() {
        assertErrors(
                create(ConversationBody.of("{}", LENA, LENA)
                        .with("available_periods", "[{'start':'2050-05-02T09:00:00Z'}]")
                        .with("required_duration", "{'minutes':0}")
                        .with("subject", "7")
                        .with("tzid", "'Mars'")),
                "participants[0].participant_id required",
                "participants[2].participant_id duplicate",
                "tzid tzid_unrecognized",
                "subject invalid_format",
                "required_duration.minutes must_be_integer_greater_than_zero",
                "available_periods[0].end required");
    }

    // select_slots, row by row.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                     | selected_slots required",
                "{'selected_slots':null}                                | selected_slots required",
                "{'selected_slots':{'slot_id':'slt_2535094800'}}        | selected_slots required",
                "{'selected_slots':'slt_2535094800'}                    | selected_slots required",
                "{'selected_slots':[]}                                  | selected_slots required",
                "{'selected_slots':[{'slot_id':'slt_2535094800'},{'slot_id':'slt_2535098400'}]} "
                        + "| selected_slots too_many",
                "{'selected_slots':[{'slot_id':'slt_2535094800'},{'slot_id':'slt_2535094800'}]} "
                        + "| selected_slots too_many",
                "{'selected_slots':['slt_2535094800']}                  | selected_slots[0] invalid_format",
                "{'selected_slots':[{}]}                                | selected_slots[0].slot_id required",
                "{'selected_slots':[{'slot_id':null}]}                  | selected_slots[0].slot_id required",
                "{'selected_slots':[{'slot_id':2535094800}]}            | selected_slots[0].slot_id invalid_type",
                "{'selected_slots':[{'slot_id':'slt_2535094801'}]}      | selected_slots[0].slot_id not_recognized",
                "{'selected_slots':[{'slot_id':'slt_02535094800'}]}     | selected_slots[0].slot_id not_recognized",
                "{'selected_slots':[{'slot_id':'2535094800'}]}          | selected_slots[0].slot_id not_recognized",
                "{'selected_slots':[{'slot_id':'\\ud800'}]}             | selected_slots[0].slot_id not_recognized",
                "{'selected_slots':[{'slot_id':''}]}                    | selected_slots[0].slot_id not_recognized",
            })
    void what_is_no_slot_of_the_conversation_cannot_be_selected(String body, String error) {
        assertErrors(edge.alice().post(untouched.slots(1), json(body)), error);
        assertThat(untouched.read().at("/revision")).isEqualTo("1");
    }

    @Test
    void the_slot_that_is_selected_may_be_selected_again_in_any_state() {
        ConversationClient talk = talk(ConversationBody.of(KARL, LENA));
        HttpAnswer first = talk.select(0, 1);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        HttpAnswer again = talk.select(0, 1);
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(again.body()).isEqualTo(first.body());
        HttpAnswer complete = talk.select(1, 1);
        assertThat(complete.at("/status")).isEqualTo("complete");
        HttpAnswer late = talk.select(0, 1);
        assertJson(late, 200);
        assertThat(late.header("Idempotent-Replayed")).contains("true");
        assertThat(late.body()).isEqualTo(complete.body());
    }

    @Test
    void what_is_over_is_over() {
        ConversationClient complete = talk(ConversationBody.of(GRACE, KARL));
        complete.select(1, 0);
        assertErrors(complete.select(1, 1), "base conversation_complete");
        assertErrors(complete.withdraw(1), "base conversation_complete");
        assertErrors(complete.cancel(""), "base conversation_complete");
        ConversationClient cancelled = talk(ConversationBody.of(GRACE, KARL));
        cancelled.cancel("");
        assertErrors(cancelled.select(1, 0), "base conversation_cancelled");
        assertErrors(cancelled.withdraw(1), "base conversation_cancelled");
        assertThat(ConversationClient.ids(complete.list(1))).isEmpty();
        assertThat(ConversationClient.ids(cancelled.list(1))).isEmpty();
    }

    @Test
    void whose_calendar_follows_selects_nothing() {
        ConversationClient talk = talk(ConversationBody.of(GRACE, KARL));
        assertErrors(talk.select(0, 0), "base selection_method_auto");
        assertErrors(talk.withdraw(0), "base selection_method_auto");
    }

    @Test
    void who_waits_has_selected() {
        ConversationClient talk = talk(ConversationBody.of(KARL, LENA));
        HttpAnswer selected = talk.select(0, 0);
        assertThat(statuses(selected)).containsExactly("waiting", "needs_action");
        assertThat(selected.json().at("/participants/0/possible_actions")).isEmpty();
        assertErrors(talk.select(0, 1), "base slot_already_selected");
        assertThat(talk.read().body()).isEqualTo(selected.body());
    }

    @Test
    void who_disagrees_may_select_another_slot() {
        ConversationClient talk = talk(ConversationBody.of(KARL, LENA));
        talk.select(0, 0);
        HttpAnswer disagreed = talk.select(1, 1);
        assertThat(disagreed.at("/status")).isEqualTo("in_progress");
        assertThat(statuses(disagreed)).containsExactly("needs_action", "needs_action");
        HttpAnswer agreed = talk.select(0, 1);
        assertThat(agreed.at("/status")).isEqualTo("complete");
        assertThat(agreed.at("/chosen_slot/available_slot_id")).isEqualTo(slot(1));
        assertThat(agreed.at("/revision")).isEqualTo("4");
    }

    // withdraw_selection and cancel_conversation.

    @Test
    void a_selection_is_withdrawn_by_the_url_it_was_made_with() {
        HttpAnswer created = create(ConversationBody.of(KARL, LENA));
        String url = created.at("/participants/0/possible_actions/slots_select/url");
        assertThat(created.at("/participants/0/possible_actions/slots_list/url"))
                .isEqualTo(url);
        edge.alice().post(url, ConversationBody.selecting(0));
        HttpAnswer withdrawn = edge.bob().delete(url);
        assertJson(withdrawn, 200);
        assertThat(names(withdrawn.json().at("/participants/0/slots"))).containsExactly("selection_method");
        assertThat(statuses(withdrawn)).containsExactly("needs_action", "needs_action");
        assertThat(withdrawn.at("/participants/0/possible_actions/slots_select/url"))
                .isEqualTo(url);
        assertThat(withdrawn.at("/revision")).isEqualTo("3");
        assertThat(withdrawn.at("/cause/type")).isEqualTo("withdraw_selection");
        HttpAnswer again = edge.alice().delete(url);
        assertJson(again, 200);
        assertThat(again.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.body()).isEqualTo(withdrawn.body());
    }

    @Test
    void urls_stay_valid_while_the_conversation_exists() {
        HttpAnswer created = create(ConversationBody.of(KARL, LENA));
        String karl = created.at("/participants/0/possible_actions/slots_select/url");
        String lena = created.at("/participants/1/possible_actions/slots_select/url");
        edge.alice().post(karl, ConversationBody.selecting(3));
        assertThat(ConversationClient.ids(edge.alice().get(karl))).hasSize(9);
        assertThat(edge.alice().delete(karl).status()).isEqualTo(200);
        assertThat(edge.alice().post(karl, ConversationBody.selecting(4)).status())
                .isEqualTo(200);
        assertThat(edge.alice().post(lena, ConversationBody.selecting(4)).at("/status"))
                .isEqualTo("complete");
        assertJson(edge.alice().get(karl), 200);
        assertErrors(edge.alice().delete(karl), "base conversation_complete");
    }

    @Test
    void a_conversation_is_cancelled_once_and_keeps_the_reason() {
        ConversationClient talk = talk(ConversationBody.of(KARL, LENA));
        HttpAnswer cancelled = talk.cancel(json("{'reason':'no longer needed'}"));
        assertJson(cancelled, 200);
        assertThat(names(cancelled.json())).containsSubsequence("status", "cancel_reason", "created_at");
        assertThat(cancelled.at("/status")).isEqualTo("cancelled");
        assertThat(cancelled.at("/cancel_reason")).isEqualTo("no longer needed");
        assertThat(statuses(cancelled)).containsExactly("waiting", "waiting");
        assertThat(cancelled.json().at("/participants/0/possible_actions")).isEmpty();
        assertThat(cancelled.at("/revision")).isEqualTo("2");
        HttpAnswer again = talk.cancel(json("{'reason':'another reason'}"));
        assertJson(again, 200);
        assertThat(again.body()).isEqualTo(cancelled.body());
    }

    @Test
    void a_reason_may_be_left_out_and_the_body_too() {
        HttpAnswer without = edge.alice()
                .without("Content-Type")
                .post(talk(ConversationBody.of(KARL)).path() + "/cancel", "");
        assertJson(without, 200);
        assertThat(names(without.json())).doesNotContain("cancel_reason");
        assertThat(names(talk(ConversationBody.of(KARL)).cancel("{}").json())).doesNotContain("cancel_reason");
        ConversationClient talk = talk(ConversationBody.of(KARL));
        assertErrors(talk.cancel(json("{'reason':7}")), "reason invalid_format");
        assertErrors(talk.cancel(json("{'reason':'" + "r".repeat(256) + "'}")), "reason invalid_format");
        assertErrors(talk.cancel(json("{'reason':'\\ud800'}")), "reason invalid_format");
        assertThat(talk.read().at("/status")).isEqualTo("in_progress");
    }

    // What ends by itself.

    private static String period(Instant start) {
        return "{'start':'" + start + "','end':'" + start.plusSeconds(60) + "'}";
    }

    /** A conversation whose slots are a minute long, of which Karl selected the first before it began. */
    private record Begun(ConversationClient talk, String slot, HttpAnswer listed, HttpAnswer selected) {

        /** The first slot begins in two seconds or more; a machine that needs longer than that tries again. */
        static Begun withSlots(String... later) {
            return await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> attempt(later), begun -> begun.selected().status() == 200);
        }

        private static Begun attempt(String... later) {
            Instant first = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
            String periods = list(Stream.concat(Stream.of(period(first)), Stream.of(later)));
            HttpAnswer created = create(ConversationBody.of(KARL, LENA)
                    .with("required_duration", "{'minutes':1}")
                    .with("available_periods", periods));
            var talk = new ConversationClient(edge.alice(), created.at("/scheduling_conversation_id"));
            String slot = "slt_" + first.getEpochSecond();
            return new Begun(talk, slot, talk.list(1), select(talk, 0, slot));
        }

        static HttpAnswer select(ConversationClient talk, int participant, String slot) {
            return edge.alice().post(talk.slots(participant), json("{'selected_slots':[{'slot_id':'" + slot + "'}]}"));
        }

        HttpAnswer awaited(String pointer, String value) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> talk.read().at(pointer).equals(value));
            return talk.read();
        }
    }

    @Test
    void a_selection_ends_when_its_slot_begins() {
        Begun begun = Begun.withSlots(period(Instant.parse("2050-05-02T09:00:00Z")));
        assertThat(ConversationClient.ids(begun.listed())).containsExactly(begun.slot(), slot(0));
        assertThat(statuses(begun.selected())).containsExactly("waiting", "needs_action");
        HttpAnswer ended = begun.awaited("/revision", "3");
        assertThat(ended.at("/cause/type")).isEqualTo("selection_expired");
        assertThat(ended.json().at("/cause/request_id").isNull()).isTrue();
        assertThat(names(ended.json().at("/participants/0/slots"))).containsExactly("selection_method");
        assertThat(statuses(ended)).containsExactly("needs_action", "needs_action");
        assertThat(ConversationClient.ids(begun.talk().list(1))).containsExactly(slot(0));
        assertErrors(Begun.select(begun.talk(), 0, begun.slot()), "selected_slots[0].slot_id slot_unavailable");
    }

    @Test
    void a_conversation_ends_with_its_last_slot() {
        Begun begun = Begun.withSlots();
        HttpAnswer ended = begun.awaited("/status", "expired");
        assertThat(ended.at("/cause/type")).isEqualTo("conversation_expired");
        assertThat(names(ended.json().at("/participants/0/slots"))).containsExactly("selection_method");
        assertThat(statuses(ended)).containsExactly("waiting", "waiting");
        assertErrors(Begun.select(begun.talk(), 1, begun.slot()), "base conversation_expired");
        assertErrors(begun.talk().withdraw(0), "base conversation_expired");
        assertErrors(begun.talk().cancel(""), "base conversation_expired");
        assertThat(ConversationClient.ids(begun.talk().list(0))).isEmpty();
    }

    // Who and what is unknown.

    private static final Map<String, BiFunction<ConversationClient, String, HttpAnswer>> OF_A_PARTICIPANT = Map.of(
            "GET", (talk, slots) -> talk.client().get(slots),
            "POST", (talk, slots) -> talk.client().post(slots, ConversationBody.selecting(0)),
            "POST of nothing", (talk, slots) -> talk.client().post(slots, "{}"),
            "DELETE", (talk, slots) -> talk.client().delete(slots));

    @Test
    void an_unknown_conversation_is_not_found_and_the_answer_is_empty() {
        for (String id : List.of("scv_000000000000000000000000", "a%20b", "%C3%BC", "x".repeat(129))) {
            var unknown = new ConversationClient(edge.alice(), id);
            assertEmpty(unknown.read(), 404);
            assertEmpty(unknown.cancel(""), 404);
            OF_A_PARTICIPANT.forEach((what, call) -> assertEmpty(call.apply(unknown, unknown.slots(0)), 404));
        }
    }

    @Test
    void a_token_is_of_one_participant_of_one_conversation() {
        ConversationClient talk = talk(ConversationBody.of(KARL, LENA));
        ConversationClient other = talk(ConversationBody.of(KARL, LENA));
        String karl = ConversationClient.token(talk.id(), 0);
        List<String> wrong = List.of(
                ConversationClient.token(other.id(), 0),
                "1" + karl.substring(1),
                ConversationClient.token(talk.id(), 2),
                karl + "A",
                karl.substring(0, karl.length() - 1),
                karl.substring(0, karl.length() - 1) + (karl.endsWith("A") ? "B" : "A"),
                "0" + karl,
                karl.substring(2),
                "-1-" + karl.substring(2),
                "0",
                "@karl",
                "%40karl");
        for (String token : wrong) {
            OF_A_PARTICIPANT.forEach((what, call) ->
                    assertEmpty(call.apply(talk, talk.path() + "/participants/" + token + "/slots"), 404));
        }
        assertThat(talk.read().at("/revision")).isEqualTo("1");
    }

    @Test
    void no_email_address_stands_in_a_url() {
        HttpAnswer created =
                create(ConversationBody.of("{'email':'karl.cramer@company.com'}", "{'email':'lena.lund@company.com'}"));
        List<String> urls = created.json().findValuesAsText("url");
        assertThat(urls)
                .hasSize(4)
                .allSatisfy(url -> assertThat(url).doesNotContain("karl", "lena", "company", "@", "%40"));
        assertThat(edge.alice().post(urls.get(0), ConversationBody.selecting(0)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team:42",
                "a?b=c&d#e",
                "a+b;c=d,e",
                "~!$'()*-_.@[]{}|^`\"<>",
                "...",
                "karl@company.com",
            })
    void a_conversation_from_the_log_is_reached_whatever_its_id_looks_like(String id) {
        edge.upstream()
                .ask(
                        Topic.SELECTION_REQUESTS,
                        id,
                        ConversationBody.of(KARL, LENA)
                                .with("type", "'create_conversation'")
                                .text());
        String escaped = ConversationClient.ALL + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        HttpAnswer read = edge.alice().get(escaped);
        assertJson(read, 200);
        assertThat(read.at("/scheduling_conversation_id")).isEqualTo(id);
        String url = read.at("/participants/0/possible_actions/slots_select/url");
        assertThat(ConversationClient.ids(edge.alice().get(url))).hasSize(9);
        HttpAnswer selected = edge.alice().post(url, ConversationBody.selecting(5));
        assertJson(selected, 200);
        assertThat(selected.at("/participants/0/slots/selected/0/slot_id")).isEqualTo(slot(5));
        assertThat(edge.alice().delete(url).status()).isEqualTo(200);
        assertThat(edge.alice().post(escaped + "/cancel", "").at("/status")).isEqualTo("cancelled");
    }

    // Fields that only an edge may set.

    private static final String NOT_THE_CALLERS = "'type':'cancel_conversation','request_id':'mine',"
            + "'requested_by':'mallory','include_snapshot':false,'scheduling_conversation_id':'mine',"
            + "'participant':'@lena','participant_index':1,'unknown':{'a':[1]}";

    @Test
    void what_only_an_edge_may_say_has_no_effect_in_a_body() {
        HttpAnswer created = edge.alice()
                .post(
                        ConversationClient.ALL,
                        ConversationBody.of(KARL, LENA).text().replaceFirst("\\{", json("{" + NOT_THE_CALLERS + ",")));
        assertJson(created, 200);
        assertThat(created.at("/scheduling_conversation_id")).matches("scv_[0-9a-f]{24}");
        assertThat(created.at("/cause/type")).isEqualTo("create_conversation");
        var talk = new ConversationClient(edge.alice(), created.at("/scheduling_conversation_id"));
        HttpAnswer selected = edge.alice()
                .post(
                        talk.slots(0),
                        json("{" + NOT_THE_CALLERS + ",'selected_slots':[{'slot_id':'" + slot(0)
                                + "','participant':1}]}"));
        assertJson(selected, 200);
        assertThat(statuses(selected)).containsExactly("waiting", "needs_action");
        HttpAnswer cancelled = talk.cancel(json("{" + NOT_THE_CALLERS.replace("cancel_", "create_") + "}"));
        assertThat(cancelled.at("/status")).isEqualTo("cancelled");
        assertThat(Stream.of(created, selected, cancelled).map(it -> it.at("/cause/request_id")))
                .doesNotContain("mine");
    }
}
