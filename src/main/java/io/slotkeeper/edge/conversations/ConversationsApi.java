package io.slotkeeper.edge.conversations;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.Slot;
import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.access.RandomIds;
import io.slotkeeper.edge.http.Checked;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.EntityTag;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.log.CommittedOutcome;
import io.slotkeeper.edge.log.IdempotencyKey;
import io.slotkeeper.edge.log.Replayed;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.log.RequestToLog;
import io.slotkeeper.edge.log.StateReads;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.stream.query.StateElsewhereException;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.explain.ExplainedJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The first seed: scheduling conversations (docs/spec/http.md#conversations). */
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
    private final Supplier<EdgeAccess> access;
    private final ConversationLinks links;
    private final RandomIds random;

    public ConversationsApi(RequestLog log, StateReads reads, EdgeSettings settings, RandomIds random) {
        this.log = log;
        this.reads = reads;
        this.access = settings.access();
        this.links = new ConversationLinks(
                settings.publicUrl() + COLLECTION, () -> access.get().secret());
        this.random = random;
    }

    public CompletableFuture<HttpReply> create(HttpCall call) {
        Checked<Json.Obj> body = call.json();
        if (body.isRefused()) {
            return body.refusal();
        }
        Checked<Optional<IdempotencyKey>> key = key(call);
        if (key.isRefused()) {
            return key.refusal();
        }
        String digits = key.value()
                .map(it -> secret().conversationDigits(call.principal().value(), it.text()))
                .orElseGet(random::conversationDigits);
        // The id is what a repeat is recognised by.
        Json.Builder request = call.request("create_conversation", call.id());
        CREATE_FIELDS.forEach(name -> request.put(name, body.value().get(name)));
        // Nobody else knows the id that was made up here.
        Optional<Json.Obj> undo = key.value().isPresent()
                ? Optional.empty()
                : Optional.of(
                        call.request("cancel_conversation", random.requestId()).build());
        return ask(call, "scv_" + digits, request, undo);
    }

    public CompletableFuture<HttpReply> read(HttpCall call) {
        Checked<ConversationId> id = conversation(call);
        if (id.isRefused()) {
            return id.refusal();
        }
        return reads.read(
                call,
                Topic.SELECTION_REQUESTS,
                id.value().value(),
                state -> state.conversation(id.value())
                        .map(conversation -> HttpReply.json(200, links.of(conversation))
                                .with(new EntityTag(conversation.createdAt(), conversation.revision())))
                        .orElseGet(ConversationsApi::notFound));
    }

    /** The body may be left out. */
    public CompletableFuture<HttpReply> cancel(HttpCall call) {
        Checked<Json.Obj> body =
                call.body().length == 0 ? Checked.valid(Json.object().build()) : call.json();
        if (body.isRefused()) {
            return body.refusal();
        }
        Checked<ConversationId> id = conversation(call);
        if (id.isRefused()) {
            return id.refusal();
        }
        return ask(
                call,
                id.value().value(),
                call.request("cancel_conversation", call.id())
                        .put("reason", body.value().get("reason")),
                Optional.empty());
    }

    public CompletableFuture<HttpReply> listSlots(HttpCall call) {
        Checked<Invited> invited = participant(call);
        if (invited.isRefused()) {
            return invited.refusal();
        }
        String key = invited.value().conversation().value();
        return reads.read(call, Topic.SELECTION_REQUESTS, key, state -> slots(state, invited.value()));
    }

    private static HttpReply slots(OwnedState state, Invited invited) throws StateElsewhereException {
        Optional<Conversation> conversation = state.conversation(invited.conversation())
                .filter(it -> invited.index() < it.participants().size());
        if (conversation.isEmpty()) {
            return notFound();
        }
        List<Slot> slots = conversation.get().isInProgress()
                ? conversation
                        .get()
                        .slots()
                        .after(state.now(
                                Topic.SELECTION_REQUESTS, invited.conversation().value()))
                : List.of();
        List<Json> listed = slots.stream().map(ConversationsApi::json).toList();
        return HttpReply.json(
                200, Json.object().put("slots", new Json.Arr(listed)).build());
    }

    private static Json json(Slot slot) {
        return Json.object()
                .put("slot_id", slot.id())
                .put("start", IsoInstant.withSeconds(slot.start()))
                .put("end", IsoInstant.withSeconds(slot.end()))
                .build();
    }

    /** Why a slot can be selected by a participant now, or can't. */
    public CompletableFuture<HttpReply> explain(HttpCall call) {
        Checked<Invited> invited = participant(call);
        if (invited.isRefused()) {
            return invited.refusal();
        }
        List<String> slotIds = call.queryParameters()
                .map(parameters -> parameters.getOrDefault("slot_id", List.of()))
                .orElse(List.of());
        if (slotIds.size() != 1) {
            Code code = slotIds.isEmpty() ? Code.REQUIRED : Code.INVALID_FORMAT;
            return HttpReply.done(ConversationErrors.field("slot_id", code));
        }
        ConversationId id = invited.value().conversation();
        return reads.read(
                call,
                Topic.SELECTION_REQUESTS,
                id.value(),
                state -> state.explain(
                                id,
                                invited.value().index(),
                                slotIds.get(0),
                                state.now(Topic.SELECTION_REQUESTS, id.value()))
                        .map(refusals -> HttpReply.json(200, ExplainedJson.of(refusals)))
                        .orElseGet(ConversationsApi::notFound));
    }

    public CompletableFuture<HttpReply> select(HttpCall call) {
        Checked<Json.Obj> body = call.json();
        if (body.isRefused()) {
            return body.refusal();
        }
        Checked<Optional<IdempotencyKey>> key = key(call);
        if (key.isRefused()) {
            return key.refusal();
        }
        Checked<Invited> invited = participant(call);
        if (invited.isRefused()) {
            return invited.refusal();
        }
        return ask(
                call,
                invited.value().conversation().value(),
                call.request("select_slots", requestId(call, key.value()))
                        .put("participant_index", invited.value().index())
                        .put("selected_slots", body.value().get("selected_slots")),
                Optional.empty());
    }

    public CompletableFuture<HttpReply> withdraw(HttpCall call) {
        Checked<Optional<IdempotencyKey>> key = key(call);
        if (key.isRefused()) {
            return key.refusal();
        }
        Checked<Invited> invited = participant(call);
        if (invited.isRefused()) {
            return invited.refusal();
        }
        return ask(
                call,
                invited.value().conversation().value(),
                call.request("withdraw_selection", requestId(call, key.value()))
                        .put("participant_index", invited.value().index()),
                Optional.empty());
    }

    // What requests have in common.

    private EdgeSecret secret() {
        return access.get().secret();
    }

    private static Checked<Optional<IdempotencyKey>> key(HttpCall call) {
        return IdempotencyKey.of(call)
                .orRefused(objection -> ConversationErrors.base(422, Code.INVALID_FORMAT.text(), objection));
    }

    private static Checked<ConversationId> conversation(HttpCall call) {
        String id = call.parameter("id");
        return ConversationId.isValid(id) ? Checked.valid(new ConversationId(id)) : Checked.refused(notFound());
    }

    /** Whose URL was called. */
    private record Invited(ConversationId conversation, int index) {}

    private Checked<Invited> participant(HttpCall call) {
        String id = call.parameter("id");
        return Optional.of(id)
                .filter(ConversationId::isValid)
                .map(ConversationId::new)
                .flatMap(conversation -> links.participant(conversation, call.parameter("token"))
                        .map(index -> Checked.valid(new Invited(conversation, index))))
                .orElseGet(() -> Checked.refused(notFound()));
    }

    /** Which conversation and participant it is for, the log knows. */
    private String requestId(HttpCall call, Optional<IdempotencyKey> key) {
        return IdempotencyKey.requestId(call, key, call.method() + " " + COLLECTION, secret());
    }

    private CompletableFuture<HttpReply> ask(HttpCall call, String id, Json.Builder request, Optional<Json.Obj> undo) {
        return log.ask(new RequestToLog(Topic.SELECTION_REQUESTS, id, request.build(), call.trace(), undo))
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
