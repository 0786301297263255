package io.slotkeeper.edge.conversations;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.Slot;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.access.RandomIds;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.edge.log.CommittedOutcome;
import io.slotkeeper.edge.log.IdempotencyKey;
import io.slotkeeper.edge.log.Replayed;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.log.RequestToLog;
import io.slotkeeper.edge.log.StateReads;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.IsoInstant;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The first seed: scheduling conversations (http.md, "Conversations"). */
public final class ConversationsApi {

    private static final String COLLECTION = "/v1/scheduling_conversations";
    private static final Set<Code> NOT_FOUND = Set.of(Code.CONVERSATION_NOT_FOUND, Code.PARTICIPANT_NOT_FOUND);

    private static final List<String> CREATE_FIELDS = List.of(
            "participants",
            "tzid",
            "subject",
            "event",
            "required_duration",
            "start_interval",
            "available_periods",
            "selection_expires_after");

    private final RequestLog log;
    private final StateReads reads;
    private final EdgeSecret secret;
    private final ConversationLinks links;
    private final RandomIds random;

    public ConversationsApi(RequestLog log, StateReads reads, EdgeSettings settings, RandomIds random) {
        this.log = log;
        this.reads = reads;
        this.secret = settings.secret();
        this.links = new ConversationLinks(settings.publicUrl() + COLLECTION, settings.secret());
        this.random = random;
    }

    public CompletableFuture<HttpReply> create(HttpCall call) {
        return withBody(
                call,
                body -> withKey(call, key -> {
                    String principal = call.principal().value();
                    String digits = key.map(it -> secret.conversationDigits(principal, it.text()))
                            .orElseGet(random::conversationDigits);
                    // The id is what a repeat is recognised by.
                    Json.Builder request = call.request("create_conversation", call.id());
                    CREATE_FIELDS.forEach(name -> request.put(name, body.get(name)));
                    return ask(
                            "scv_" + digits,
                            request,
                            // Nobody else knows the id that was made up here.
                            key.isPresent()
                                    ? Optional.empty()
                                    : Optional.of(call.request("cancel_conversation", random.requestId())
                                            .build()));
                }));
    }

    public CompletableFuture<HttpReply> read(HttpCall call) {
        return withConversation(
                call,
                id -> reads.read(
                        call,
                        Topic.SELECTION_REQUESTS,
                        id.value(),
                        call.path(),
                        state -> state.conversation(id)
                                .map(conversation -> HttpReply.json(200, links.of(conversation)))
                                .orElseGet(ConversationsApi::notFound)));
    }

    public CompletableFuture<HttpReply> cancel(HttpCall call) {
        Optional<Json.Obj> body =
                call.body().length == 0 ? Optional.of(Json.object().build()) : JsonReader.read(call.body());
        if (body.isEmpty()) {
            return call.problem(Problem.INVALID_JSON);
        }
        return withConversation(
                call,
                id -> ask(
                        id.value(),
                        call.request("cancel_conversation", call.id())
                                .put("reason", body.get().get("reason")),
                        Optional.empty()));
    }

    public CompletableFuture<HttpReply> listSlots(HttpCall call) {
        return withParticipant(
                call,
                (id, index) -> reads.read(call, Topic.SELECTION_REQUESTS, id.value(), call.path(), state -> {
                    Optional<Conversation> conversation = state.conversation(id)
                            .filter(it -> index < it.participants().size());
                    if (conversation.isEmpty()) {
                        return notFound();
                    }
                    List<Slot> slots = conversation.get().isInProgress()
                            ? conversation.get().slots().after(state.now(Topic.SELECTION_REQUESTS, id.value()))
                            : List.of();
                    List<Json> listed =
                            slots.stream().map(ConversationsApi::json).toList();
                    return HttpReply.json(
                            200,
                            Json.object().put("slots", new Json.Arr(listed)).build());
                }));
    }

    private static Json json(Slot slot) {
        return Json.object()
                .put("slot_id", slot.id())
                .put("start", IsoInstant.withSeconds(slot.start()))
                .put("end", IsoInstant.withSeconds(slot.end()))
                .build();
    }

    public CompletableFuture<HttpReply> select(HttpCall call) {
        return withBody(
                call,
                body -> withKey(
                        call,
                        key -> withParticipant(
                                call,
                                (id, index) -> ask(
                                        id.value(),
                                        call.request("select_slots", requestId(call, key))
                                                .put("participant_index", index)
                                                .put("selected_slots", body.get("selected_slots")),
                                        Optional.empty()))));
    }

    public CompletableFuture<HttpReply> withdraw(HttpCall call) {
        return withKey(
                call,
                key -> withParticipant(
                        call,
                        (id, index) -> ask(
                                id.value(),
                                call.request("withdraw_selection", requestId(call, key))
                                        .put("participant_index", index),
                                Optional.empty())));
    }

    // What requests have in common.

    private static CompletableFuture<HttpReply> withBody(
            HttpCall call, Function<Json.Obj, CompletableFuture<HttpReply>> next) {
        return JsonReader.read(call.body()).map(next).orElseGet(() -> call.problem(Problem.INVALID_JSON));
    }

    private static CompletableFuture<HttpReply> withKey(
            HttpCall call, Function<Optional<IdempotencyKey>, CompletableFuture<HttpReply>> next) {
        IdempotencyKey.Read read = IdempotencyKey.of(call);
        return read.objection()
                .map(objection -> HttpReply.done(ConversationErrors.base(422, Code.INVALID_FORMAT.text(), objection)))
                .orElseGet(() -> next.apply(read.key()));
    }

    private static CompletableFuture<HttpReply> withConversation(
            HttpCall call, Function<ConversationId, CompletableFuture<HttpReply>> next) {
        String id = call.parameter("id");
        return ConversationId.isValid(id) ? next.apply(new ConversationId(id)) : HttpReply.done(notFound());
    }

    private interface OfParticipant {
        CompletableFuture<HttpReply> of(ConversationId id, int index);
    }

    private CompletableFuture<HttpReply> withParticipant(HttpCall call, OfParticipant next) {
        return withConversation(
                call,
                id -> links.participant(id, call.parameter("token"))
                        .map(index -> next.of(id, index))
                        .orElseGet(() -> HttpReply.done(notFound())));
    }

    /** Which conversation and participant it is for, the log knows. */
    private String requestId(HttpCall call, Optional<IdempotencyKey> key) {
        return IdempotencyKey.requestId(call, key, call.method() + " " + COLLECTION, secret);
    }

    private CompletableFuture<HttpReply> ask(String id, Json.Builder request, Optional<Json.Obj> undo) {
        return log.ask(new RequestToLog(Topic.SELECTION_REQUESTS, id, request.build(), undo))
                .thenApply(this::reply);
    }

    private HttpReply reply(CommittedOutcome decided) {
        if (decided.isAccepted()) {
            return Replayed.marked(
                    decided, HttpReply.json(200, links.of(decided.snapshot().orElseThrow())));
        }
        if (decided.reason().filter(NOT_FOUND::contains).isPresent()) {
            return notFound();
        }
        if (decided.isRefusedFor(Code.REQUEST_ID_REUSED)) {
            return ConversationErrors.base(422, Code.REQUEST_ID_REUSED.text(), IdempotencyKey.REUSED);
        }
        return decided.isOurFault()
                ? ConversationErrors.refused(500, decided.errors())
                : ConversationErrors.refused(decided.errors());
    }

    private static HttpReply notFound() {
        return HttpReply.empty(404);
    }
}
