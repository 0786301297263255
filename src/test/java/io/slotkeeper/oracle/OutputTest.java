package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.audit.OutputContent;
import io.slotkeeper.oracle.Output.ExpectedChannel;
import io.slotkeeper.wire.OutputReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OutputTest {

    private static final Output EXPECTED = output("{'a':1,'b':[{'c':null,'d':'x'}],'e':true}");

    private static Output output(String json) {
        return output(Optional.of(content(json.replace('\'', '"'))));
    }

    private static Map<String, Object> content(String json) {
        return OutputContent.of(OutputReader.tree(json.getBytes(UTF_8)).orElseThrow());
    }

    private static Output output(Optional<Map<String, Object>> content) {
        return new Output(ExpectedChannel.OUTCOMES, Optional.of("k"), OptionalInt.of(3), Instant.EPOCH, content);
    }

    private static List<String> differences(Output expected, Output came) {
        return Output.differences(List.of(expected), List.of(came));
    }

    @Test
    void what_is_the_same_does_not_differ() {
        assertThat(differences(EXPECTED, output("{'a':1,'b':[{'c':null,'d':'x'}],'e':true}")))
                .isEmpty();
        assertThat(Output.differences(List.of(), List.of())).isEmpty();
        assertThat(differences(output(Optional.empty()), output(Optional.empty())))
                .isEmpty();
    }

    @Test
    void a_field_that_is_another_missing_too_many_or_elsewhere_differs() {
        for (String json : List.of(
                "{'a':2,'b':[{'c':null,'d':'x'}],'e':true}",
                "{'a':'1','b':[{'c':null,'d':'x'}],'e':true}",
                "{'a':1,'b':[{'c':'','d':'x'}],'e':true}",
                "{'a':1,'b':[{'d':'x'}],'e':true}",
                "{'a':1,'b':[],'e':true}",
                "{'a':1,'b':[{'c':null,'d':'x'}]}",
                "{'a':1,'b':[{'c':null,'d':'x'}],'e':true,'f':1}",
                "{'b':[{'c':null,'d':'x'}],'a':1,'e':true}")) {
            assertThat(differences(EXPECTED, output(json))).as(json).hasSize(1);
        }
    }

    @Test
    void a_place_or_a_time_that_is_another_differs() {
        for (Output came : List.of(
                new Output(
                        ExpectedChannel.REFUSED,
                        EXPECTED.key(),
                        EXPECTED.partition(),
                        EXPECTED.at(),
                        EXPECTED.content()),
                new Output(
                        ExpectedChannel.OUTCOMES,
                        Optional.of("l"),
                        EXPECTED.partition(),
                        EXPECTED.at(),
                        EXPECTED.content()),
                new Output(
                        ExpectedChannel.OUTCOMES,
                        Optional.empty(),
                        EXPECTED.partition(),
                        EXPECTED.at(),
                        EXPECTED.content()),
                new Output(
                        ExpectedChannel.OUTCOMES, EXPECTED.key(), OptionalInt.of(4), EXPECTED.at(), EXPECTED.content()),
                new Output(
                        ExpectedChannel.OUTCOMES,
                        EXPECTED.key(),
                        EXPECTED.partition(),
                        Instant.ofEpochMilli(1),
                        EXPECTED.content()),
                output(Optional.empty()))) {
            assertThat(differences(EXPECTED, came)).as("%s", came).hasSize(1);
        }
        var unknown = new Output(
                ExpectedChannel.OUTCOMES, EXPECTED.key(), OptionalInt.empty(), EXPECTED.at(), EXPECTED.content());
        assertThat(differences(EXPECTED, unknown)).isEmpty();
    }

    @Test
    void an_output_too_many_or_too_few_differs() {
        assertThat(Output.differences(List.of(EXPECTED), List.of())).hasSize(1);
        assertThat(Output.differences(List.of(EXPECTED), List.of(EXPECTED, EXPECTED)))
                .hasSize(1);
    }

    @Test
    void texts_are_compared_only_where_something_is_expected() {
        assertThat(differences(output("{'a':1}"), output("{'message':'m','a':1}")))
                .isEmpty();
        assertThat(differences(output("{'message':'m','a':1}"), output("{'message':'n','a':1}")))
                .hasSize(1);
        assertThat(differences(output("{'message':'m','a':1}"), output("{'a':1}")))
                .hasSize(1);
        Output mention = output(Optional.of(Map.of("message", new Output.Mention("partition 3"))));
        assertThat(differences(mention, output("{'message':'in partition 3'}"))).isEmpty();
        assertThat(differences(mention, output("{'message':'in partition 4'}"))).hasSize(1);
        assertThat(differences(mention, output("{'message':null}"))).hasSize(1);
    }

    @Test
    void an_event_is_its_compact_text_with_numbers_as_they_are() {
        Map<String, Object> content = content("{\"event\": {\"b\": 1.0, \"a\": [1e3, {\"event\": null}]}, \"x\": 1}");

        assertThat(content).containsEntry("event", "{\"b\":1.0,\"a\":[1e3,{\"event\":null}]}");
    }
}
