package io.slotkeeper.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.SharedSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A conversation as a client of the edge has it. */
record ConversationClient(HttpApi client, String id) {

    static final String ALL = "/v1/scheduling_conversations";

    static ConversationClient create(HttpApi client, ConversationBody body) {
        HttpAnswer created = client.post(ALL, body.text());
        assertThat(created.status()).as(created.toString()).isEqualTo(200);
        return new ConversationClient(client, created.at("/scheduling_conversation_id"));
    }

    String path() {
        return ALL + "/" + id;
    }

    /** Where a participant's slots are, as docs/spec/http.md says it is made. */
    String slots(int participant) {
        return path() + "/participants/" + token(id, participant) + "/slots";
    }

    static String token(String id, int participant) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SharedSecret.TEXT.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] code = mac.doFinal((id + "\n" + participant).getBytes(StandardCharsets.UTF_8));
            return participant
                    + "-"
                    + Base64.getUrlEncoder().encodeToString(code).substring(0, 22);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpAnswer read() {
        return client.get(path());
    }

    HttpAnswer list(int participant) {
        return client.get(slots(participant));
    }

    HttpAnswer select(int participant, int slot) {
        return client.post(slots(participant), ConversationBody.selecting(slot));
    }

    HttpAnswer withdraw(int participant) {
        return client.delete(slots(participant));
    }

    HttpAnswer cancel(String body) {
        return client.post(path() + "/cancel", body);
    }

    /** The slots that a list names, in its order. */
    static List<String> ids(HttpAnswer list) {
        assertThat(list.status()).as(list.toString()).isEqualTo(200);
        return list.json().get("slots").findValuesAsText("slot_id");
    }

    /** The names of an object's fields, in their order. */
    static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** What each participant's status is. */
    static List<String> statuses(HttpAnswer conversation) {
        return conversation
                .json()
                .get("participants")
                .valueStream()
                .map(participant -> participant.get("status").textValue())
                .toList();
    }
}
