package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.testing.Refusals.assertJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads of what is known already (docs/spec/http.md#preconditions). */
final class EdgeConditionalIT {

    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final ConversationBody TALK = ConversationBody.of(ConversationBody.KARL, ConversationBody.LENA);

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    private static String tag(HttpAnswer answer) {
        assertJson(answer, 200);
        return answer.header("ETag").orElseThrow();
    }

    private static void assertUnchanged(HttpApi client, String path, String ifNoneMatch, String tag) {
        HttpAnswer answer = client.with("If-None-Match", ifNoneMatch).get(path);
        assertThat(answer.status()).as("%s of %s", ifNoneMatch, tag).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).contains(tag);
        assertThat(answer.header("Content-Type")).isEmpty();
    }

    @Test
    void a_reservation_is_shown_again_when_it_has_changed() {
        int type = types.define(HOUR);
        String path = RESERVATIONS + "/" + hold(edge.alice(), type, TEN);
        String held = tag(edge.alice().get(path));
        assertThat(held).matches("\"[0-9]{13}-1\"");
        for (String known : List.of(held, "W/" + held, "\"1-1\", " + held, "*")) {
            assertUnchanged(edge.alice(), path, known, held);
        }
        assertJson(edge.alice().patch(path, body(type, "2050-09-05T12:00:00Z", "")), 200);
        String moved = tag(edge.alice().with("If-None-Match", held).get(path));
        assertThat(moved).isEqualTo(held.replace("-1\"", "-2\""));
        assertUnchanged(edge.alice(), path, moved, moved);
    }

    @Test
    void a_conversation_is_shown_again_when_it_has_changed() {
        ConversationClient talk = ConversationClient.create(edge.alice(), TALK);
        String created = tag(talk.read());
        assertUnchanged(edge.alice(), talk.path(), created, created);
        assertJson(edge.alice().post(talk.slots(1), ConversationBody.selecting(0)), 200);
        String selected = tag(edge.alice().with("If-None-Match", created).get(talk.path()));
        assertThat(selected).isEqualTo(created.replace("-1\"", "-2\""));
    }

    /** A field that can't be read names nothing. */
    @Test
    void nonsense_is_no_tag() {
        int type = types.define(HOUR);
        String path = RESERVATIONS + "/" + hold(edge.alice(), type, TEN);
        String held = tag(edge.alice().get(path));
        for (String nonsense : List.of("", ",", held.replace("\"", ""), held + "x", "\"\"")) {
            assertThat(tag(edge.alice().with("If-None-Match", nonsense).get(path)))
                    .isEqualTo(held);
        }
    }

    @Test
    void what_is_not_there_is_not_found() {
        int type = types.define(HOUR);
        String path = RESERVATIONS + "/" + hold(edge.alice(), type, TEN);
        assertJson(edge.alice().delete(path), 200);
        assertThat(edge.alice().with("If-None-Match", "*").get(path).status()).isEqualTo(404);
    }
}
