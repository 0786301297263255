package io.slotkeeper.edge.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#conversations: URLs. */
class ConversationLinksTest {

    private static final EdgeSecret SECRET =
            new EdgeSecret("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final String COLLECTION = "https://slots.example.com/v1/scheduling_conversations";
    private static final ConversationLinks LINKS = new ConversationLinks(COLLECTION, () -> SECRET);
    private static final ConversationId ID = new ConversationId("scv_5f1e2d3c4b5a69788796a5b4");

    private static String linked(String snapshot) {
        Json.Obj read = JsonReader.read(snapshot.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        return LINKS.of(read).compact().replace('"', '\'');
    }

    @Test
    void what_a_participant_can_do_is_a_url_and_all_else_stays_as_it_is() {
        String url = COLLECTION + "/" + ID.value() + "/participants/1-YkkcZOpVt_5HBiRb465U63/slots";
        assertThat(linked("{'scheduling_conversation_id':'" + ID.value() + "','participants':["
                        + "{'email':'a@example.com','status':'waiting','possible_actions':[]},"
                        + "{'email':'b@example.com','possible_actions':['slots_list','slots_select'],'status':'x'}],"
                        + "'event':{'possible_actions':['slots_list'],'n':1.0},'status':'in_progress'}"))
                .isEqualTo("{'scheduling_conversation_id':'" + ID.value() + "','participants':["
                        + "{'email':'a@example.com','status':'waiting','possible_actions':{}},"
                        + "{'email':'b@example.com','possible_actions':{'slots_list':{'url':'" + url
                        + "'},'slots_select':{'url':'" + url + "'}},'status':'x'}],"
                        + "'event':{'possible_actions':['slots_list'],'n':1.0},'status':'in_progress'}");
    }

    @Test
    void an_id_is_escaped_in_a_url() {
        assertThat(
                        linked(
                                "{'scheduling_conversation_id':'50%?#+a b','participants':[{'possible_actions':['slots_list']}]}"))
                .contains("'" + COLLECTION + "/50%25%3F%23%2Ba%20b/participants/0-");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 9_999})
    void a_token_leads_back_to_its_participant(int index) {
        assertThat(LINKS.participant(ID, SECRET.participantToken(ID.value(), index)))
                .contains(index);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1-",
                "0-YkkcZOpVt_5HBiRb465U63",
                "01-YkkcZOpVt_5HBiRb465U63",
                "+1-YkkcZOpVt_5HBiRb465U63",
                "-1-YkkcZOpVt_5HBiRb465U63",
                "1-YkkcZOpVt_5HBiRb465U6",
                "1-YkkcZOpVt_5HBiRb465U633",
                "1-YkkcZOpVt_5HBiRb465U64",
                "1-ykkcZOpVt_5HBiRb465U63",
                "1-YkkcZOpVt_5HBiRb465U6=",
                "99999999999-YkkcZOpVt_5HBiRb465U63",
                "\u0661-YkkcZOpVt_5HBiRb465U63",
                "1-YkkcZOpVt_5HBiRb465U63\n",
            })
    void another_token_leads_nowhere(String token) {
        assertThat(LINKS.participant(ID, token)).isEqualTo(Optional.empty());
    }

    @Test
    void a_token_of_another_conversation_leads_nowhere() {
        assertThat(LINKS.participant(new ConversationId("scv_1"), SECRET.participantToken(ID.value(), 1)))
                .isEmpty();
    }
}
