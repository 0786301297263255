package io.slotkeeper.process;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationChanges;
import io.slotkeeper.conversation.ConversationDecision;
import io.slotkeeper.conversation.ConversationEvent;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.ConversationMachine;
import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.process.DueAnnouncer.PlannedChanges;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.store.ConversationStore;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TraceContext;
import io.slotkeeper.wire.Outcome.Subject;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RequestReaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** State machine of one partition of {@link Topic#SELECTION_REQUESTS}: its conversations and their deadlines. */
final class ConversationPartition implements PartitionStateMachine {

    private final ConversationMachine machine;
    private final ConversationStore store;
    private final MetaStore meta;
    private final OutputFormat format;
    private final Outcomes outcomes;
    private final DueAnnouncer announcer;
    private final RequestDecider<ConversationRequest> decider;

    private ConversationPartition(
            ConversationMachine machine,
            ConversationStore store,
            MetaStore meta,
            int partitions,
            OutputFormat format,
            DecisionMeters meters) {
        this.machine = machine;
        this.store = store;
        this.meta = meta;
        this.format = format;
        this.outcomes = new Outcomes(partitions, format, meters);
        this.announcer = new DueAnnouncer(store.due(), PlannedConversations::new, outcomes, meters);
        this.decider = new RequestDecider<>(
                RequestReaders.conversations(), ConversationId::isCanonical, partitions, outcomes, this::decide);
    }

    /** Implements {@link PartitionStateMachine.Opener}. */
    static ConversationPartition open(
            DecisionSettings settings, PartitionState state, OutputFormat format, DecisionMeters meters) {
        // First of all: state made with other settings or by a newer version must not be decoded.
        MetaStore meta = MetaStore.open(state.table(StoreNames.CONVERSATION_META), settings.meta());
        var machine = new ConversationMachine(settings.conversations());
        var store = new ConversationStore(state.table(StoreNames.CONVERSATIONS), state::overflow, machine);
        meters.stateUnreadable(store.rebuild());
        return new ConversationPartition(machine, store, meta, settings.partitions(), format, meters);
    }

    @Override
    public DueIndex due() {
        return store.due();
    }

    @Override
    public int announcedByTick() {
        return Limits.CONVERSATIONS_PER_TICK;
    }

    @Override
    public MetaStore meta() {
        return meta;
    }

    @Override
    public Optional<List<Refusal>> explain(Conversation conversation, int participant, String slotId, Instant now) {
        return machine.explain(conversation, participant, slotId, now);
    }

    @Override
    public Announced announceDue(RecordContext record, int limit) {
        return announcer.announce(record, limit);
    }

    @Override
    public Result decide(RecordContext record) {
        return decider.decide(record);
    }

    private Result decide(
            RecordContext record, String key, ParsedRequest<ConversationRequest> request, RequestInfo info) {
        ConversationDecision decision =
                machine.decide(store, new ConversationId(key), request.request(), info, record.now());
        Result changes = encode(record, decision.changes(), record.trace());
        OutputRecord outcome = outcomes.decided(
                record,
                request,
                decision.verdict(),
                decision.revision(),
                decision.conversation().map(Subject.OfConversation::new),
                Optional.empty());
        return changes.then(Result.of(outcome));
    }

    private final class PlannedConversations implements PlannedChanges {
        private final RecordContext record;
        private final ConversationChanges changes = new ConversationChanges(store);

        PlannedConversations(RecordContext record) {
            this.record = record;
        }

        @Override
        public boolean announce(Due due) {
            ConversationId id = ConversationStore.idOf(due);
            if (following(due).filter(due::equals).isEmpty()) {
                return false;
            }
            machine.announceNext(changes, id, record.now(), record.source());
            return true;
        }

        @Override
        public Optional<Due> following(Due announced) {
            return changes.conversation(ConversationStore.idOf(announced)).map(store::due);
        }

        @Override
        public Result encode() {
            return ConversationPartition.this.encode(record, changes, TraceContext.NONE);
        }
    }

    /** @param trace of the snapshots; what is due has none, whoever it comes with */
    private Result encode(RecordContext record, ConversationChanges changes, TraceContext trace) {
        List<OutputRecord> snapshots = changes.events().stream()
                .map(event -> snapshot(record, event, trace))
                .toList();
        return new Result(store.encode(changes)::write, snapshots);
    }

    private OutputRecord snapshot(RecordContext record, ConversationEvent event, TraceContext trace) {
        return new OutputRecord(
                Topic.CONVERSATION_SNAPSHOTS,
                record.partition(),
                event.id().value().getBytes(StandardCharsets.US_ASCII),
                event.conversation().map(format::conversation).orElse(null),
                record.now(),
                trace);
    }
}
