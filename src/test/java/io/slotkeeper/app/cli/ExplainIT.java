package io.slotkeeper.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code explain}: from the log alone, of now and of earlier. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExplainIT {

    private static final String TEN = "2050-09-05T10:00:00Z";

    private final TestProgram world = TestProgram.of(ExplainIT.class, "log", 2);
    private long granted;

    @BeforeAll
    void write() {
        world.start();
        world.ask(
                Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60,'owner':'o@x.com'}");
        granted = world.ask(
                        Topic.RESERVATION_REQUESTS,
                        "1",
                        "{'type':'reserve_slot','reservation_uid':'r1','slot_start':'" + TEN + "'}")
                .at("/source/offset")
                .longValue();
        world.ask(
                Topic.SELECTION_REQUESTS,
                "scv_1",
                "{'type':'create_conversation','participants':[{'participant_id':'@a'}],'tzid':'Etc/UTC',"
                        + "'required_duration':{'minutes':60},'available_periods':"
                        + "[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T11:00:00Z'}]}");
        world.ask(Topic.SELECTION_REQUESTS, "scv_1", "{'type':'cancel_conversation'}");
    }

    @AfterAll
    void close() {
        world.close();
    }

    private CommandRun explain(String... more) {
        var args = new ArrayList<>(List.of(
                "explain",
                "--bootstrap",
                Broker.bootstrap(),
                "--prefix",
                world.topics().prefix()));
        args.addAll(List.of(more));
        return CommandRun.command(Map.of(), "", args.toArray(String[]::new));
    }

    private static JsonNode only(CommandRun run, int status) {
        assertThat(run.status()).as("%s", run).isEqualTo(status);
        assertThat(run.out()).hasSize(1);
        return TestProgram.json(run.out().get(0));
    }

    @Test
    void a_taken_slot_is_explained_with_the_record_that_took_it() {
        JsonNode answer = only(explain("1", "--start", "2050-09-05T10:30:00Z"), 1);
        assertThat(answer.at("/available").booleanValue()).isFalse();
        assertThat(answer.at("/reasons/0/code").textValue()).isEqualTo("already_reserved");
        assertThat(answer.at("/reasons/0/source").textValue()).endsWith("@" + granted);
    }

    @Test
    void a_stranger_learns_less() {
        JsonNode answer = only(explain("1", "--start", TEN, "--as", "bob@x.com"), 1);
        assertThat(answer.at("/reasons/0").has("until")).isTrue();
        assertThat(answer.at("/reasons/0").has("source")).isFalse();
    }

    @Test
    void it_tells_of_earlier() {
        JsonNode answer = only(explain("1", "--start", TEN, "--until", Long.toString(granted - 1)), 0);
        assertThat(answer.at("/available").booleanValue()).isTrue();
        assertThat(only(explain("1", "--start", TEN, "--until", "2000-01-01T00:00:00Z"), 1)
                        .at("/reasons/0/code")
                        .textValue())
                .isEqualTo("event_type_not_found");
    }

    /** When the hold has lapsed, whether anybody announced that or not. */
    @Test
    void it_tells_of_later() {
        only(explain("1", "--start", TEN, "--until", "2050-09-05T09:00:00Z"), 0);
        assertThat(only(explain("1", "--start", TEN, "--until", "2050-09-05T10:00:00Z"), 1)
                        .findValuesAsText("code"))
                .contains("slot_in_the_past");
    }

    @Test
    void a_selection_is_explained() {
        JsonNode answer = only(explain("scv_1", "--participant", "@a", "--slot", "slt_2535094800"), 1);
        assertThat(answer.findValuesAsText("code")).contains("conversation_cancelled");
        CommandRun nobody = explain("scv_1", "--participant", "@b", "--slot", "slt_2535094800");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err()).containsExactly("slotkeeper: there is no conversation scv_1 with that participant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1 --start soon",
                "007 --start 2050-09-05T10:00:00Z",
                "1 --start 2050-09-05T10:00:00Z --slot x",
                "scv_1 --participant @a",
                "scv_1 --participant @a --slot x --duration 5",
                "1 --start 2050-09-05T10:00:00Z --until soon"
            })
    void wrong_use_is_said(String args) {
        CommandRun run = explain(args.split(" "));
        assertThat(run.status()).as("%s", run).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasSize(1);
    }
}
