package io.slotkeeper.process;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationDecision;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.ConversationMachine;
import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.process.Shard.Answer;
import io.slotkeeper.process.Shard.Turn;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.store.ConversationStore;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.ParsedRecord.OfRequest;
import io.slotkeeper.wire.RequestReaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What a record changes in the conversations of its partition. */
public final class ConversationPartition implements Shard.Draft<ConversationId, ConversationRequest> {

    private static final int ANNOUNCED_BY_TICK = 128;

    private final ConversationMachine machine;
    private final ConversationStore store;
    private final OutputFormat format;
    private final Turn turn;
    private final Changes announced = new Changes(Map.of());

    private ConversationPartition(
            ConversationMachine machine, ConversationStore store, OutputFormat format, Turn turn) {
        this.machine = machine;
        this.store = store;
        this.format = format;
        this.turn = turn;
    }

    /**
     * One partition of the scheduling conversations.
     *
     * @param tables by the names of {@link StoreNames}
     * @throws StateMismatchException when what is in them was made with something else
     */
    public static Shard<ConversationId, ConversationRequest> open(
            DecisionSettings settings, Function<String, KeyValueTable> tables, OutputFormat format) {
        // Before anything else is read: state that is not for us must not even be decoded.
        MetaStore meta = MetaStore.open(tables.apply(StoreNames.CONVERSATION_META), settings.meta());
        var machine = new ConversationMachine(settings.conversations());
        var store = new ConversationStore(tables.apply(StoreNames.CONVERSATIONS), machine);
        store.rebuild();
        return new Shard<>(
                RequestReaders.conversations(),
                ConversationId::isValid,
                store.due(),
                ANNOUNCED_BY_TICK,
                turn -> new ConversationPartition(machine, store, format, turn),
                meta,
                HoldPlaces.NONE);
    }

    @Override
    public Optional<Instant> deadline(ConversationId id) {
        return announced.get(id).map(machine::nextDeadline);
    }

    @Override
    public void announce(ConversationId id) {
        announceIn(announced, announced.get(id).orElseThrow());
    }

    private Optional<Conversation> announceIn(Changes changes, Conversation conversation) {
        Optional<Conversation> next = machine.announce(conversation, turn.now(), turn.source());
        changes.put(conversation.id(), next);
        return next;
    }

    @Override
    public Plan plan() {
        return announced.plan();
    }

    @Override
    public Answer answer(String key, OfRequest<ConversationRequest> request) {
        var id = new ConversationId(key);
        var changes = new Changes(announced.conversations);
        Optional<Conversation> state = changes.get(id);
        while (state.isPresent() && !machine.nextDeadline(state.get()).isAfter(turn.now())) {
            state = announceIn(changes, state.get());
        }
        var info = new RequestInfo(request.requestId(), request.requestedBy(), request.fingerprint(), turn.source());
        ConversationDecision decision = machine.decide(state, id, request.request(), info, turn.now());
        decision.changed().ifPresent(changed -> changes.put(id, Optional.of(changed)));
        return new Answer(
                changes.plan(),
                Outcomes.of(
                        turn,
                        key,
                        request,
                        decision.verdict(),
                        changes.get(id)
                                .map(conversation -> OptionalLong.of(conversation.revision()))
                                .orElse(OptionalLong.empty()),
                        changes.get(id).map(Outcome.Subject.OfConversation::new),
                        Optional.empty()));
    }

    /** Conversations as they will be, over those that are stored. */
    private final class Changes {
        private final Map<ConversationId, Optional<Conversation>> base;
        private final Map<ConversationId, Optional<Conversation>> conversations = new LinkedHashMap<>();
        private final List<OutputRecord> emissions = new ArrayList<>();

        Changes(Map<ConversationId, Optional<Conversation>> base) {
            this.base = base;
        }

        Optional<Conversation> get(ConversationId id) {
            if (conversations.containsKey(id)) {
                return conversations.get(id);
            }
            return base.containsKey(id) ? base.get(id) : store.get(id);
        }

        /** The next revision, or empty: forgotten. Either is told. */
        void put(ConversationId id, Optional<Conversation> next) {
            conversations.put(id, next);
            emissions.add(new OutputRecord(
                    OutputChannel.SNAPSHOTS,
                    id.value().getBytes(StandardCharsets.US_ASCII),
                    next.map(format::conversation).orElse(null),
                    turn.partition()));
        }

        Plan plan() {
            return conversations.isEmpty() ? Plan.NOTHING : new Plan(store.encode(conversations)::write, emissions);
        }
    }
}
