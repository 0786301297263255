package io.slotkeeper.edge.conversations;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.http.Escaped;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation's snapshot as the first seed shows it: what a participant can do is a URL. One URL does all, with
 * different methods; nobody can guess it, and no e-mail address stands in it.
 */
final class ConversationLinks {

    private static final Pattern TOKEN = Pattern.compile("(0|[1-9][0-9]{0,3})-[A-Za-z0-9_-]{22}");
    private static final String ACTIONS = "possible_actions";

    private final String collection;
    private final Supplier<EdgeSecret> secret;

    /** @param collection the absolute URL of all conversations */
    ConversationLinks(String collection, Supplier<EdgeSecret> secret) {
        this.collection = collection;
        this.secret = secret;
    }

    Json of(Conversation conversation) {
        return of(
                OutputReader.tree(OutputFormat.AVRO.conversation(conversation)).orElseThrow());
    }

    /** @param snapshot as it stands in the output topics */
    Json of(Json.Obj snapshot) {
        String id = snapshot.text("scheduling_conversation_id").orElseThrow();
        var fields = new LinkedHashMap<>(snapshot.fields());
        fields.computeIfPresent(
                "participants", (name, value) -> value instanceof Json.Arr all ? linked(id, all) : value);
        return new Json.Obj(fields);
    }

    private Json linked(String id, Json.Arr participants) {
        List<Json> linked = new ArrayList<>();
        for (Json participant : participants.elements()) {
            var fields = new LinkedHashMap<>(((Json.Obj) participant).fields());
            int index = linked.size();
            fields.computeIfPresent(
                    ACTIONS, (name, value) -> value instanceof Json.Arr all ? actions(id, index, all) : value);
            linked.add(new Json.Obj(fields));
        }
        return new Json.Arr(linked);
    }

    private Json actions(String id, int index, Json.Arr names) {
        Json url = Json.object().put("url", url(id, index)).build();
        Json.Builder actions = Json.object();
        for (Json name : names.elements()) {
            actions.put(((Json.Str) name).text(), url);
        }
        return actions.build();
    }

    private String url(String id, int index) {
        return collection + "/" + Escaped.segment(id) + "/participants/"
                + secret.get().participantToken(id, index) + "/slots";
    }

    /** Which participant a URL's token is of; empty when it isn't one of this conversation's. */
    Optional<Integer> participant(ConversationId id, String token) {
        Matcher parts = TOKEN.matcher(token);
        return parts.matches()
                ? Optional.of(Integer.valueOf(parts.group(1)))
                        .filter(index -> secret.get().isParticipantToken(token, id.value(), index))
                : Optional.empty();
    }
}
