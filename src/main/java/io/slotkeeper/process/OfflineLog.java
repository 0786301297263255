package io.slotkeeper.process;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.logtime.LogTime;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.Explanation;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.store.StateReader;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.store.calendar.StoredTables;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Processes one partition of an input log from its first record, without Kafka Streams and without a cluster: the same
 * state machines in the same order give the same bytes, with the state in memory (docs/spec/log-time.md#replay). Not
 * thread-safe.
 */
public final class OfflineLog {

    private final Topic input;
    private final PartitionState state;
    private final PartitionStateMachine machine;
    private final RecordProcessor processor;
    private Instant now = Instant.EPOCH;

    private OfflineLog(Topic input, PartitionState state, PartitionStateMachine machine, RecordProcessor processor) {
        this.input = input;
        this.state = state;
        this.machine = machine;
        this.processor = processor;
    }

    /** Starts with empty state. */
    public static OfflineLog open(Topic input, DecisionSettings settings, OutputFormat format) {
        var meters = new DecisionMeters(new SimpleMeterRegistry());
        PartitionState state = PartitionState.inMemory();
        PartitionStateMachine machine = PartitionStateMachine.of(input).open(settings, state, format, meters);
        return new OfflineLog(input, state, machine, new RecordProcessor(machine, meters));
    }

    /** Log time after the last record; the epoch, 1970-01-01T00:00:00Z, before the first. */
    public Instant logTime() {
        return now;
    }

    /** Log time after {@code next}, if that is processed next. */
    public Instant logTimeOf(ConsumerRecord<byte[], byte[]> next) {
        return Instant.ofEpochMilli(LogTime.of(next.timestamp(), now.toEpochMilli()));
    }

    /**
     * What {@code reserve_slot} would be answered after the last record.
     *
     * @param at log time, not before that of the last record
     */
    public Explanation explain(EventTypeKey eventType, ReserveSlot request, RequestInfo info, Instant at) {
        return machine.explain(StoredTables.of(state::table), eventType, request, info, at)
                .orElseThrow();
    }

    /**
     * What {@code select_slots} would be refused for after the last record; empty if there is no such conversation, or no
     * such participant in it.
     *
     * @param participant the identity
     * @param at log time, not before that of the last record
     */
    public Optional<List<Refusal>> explain(ConversationId id, String participant, String slotId, Instant at) {
        Optional<Conversation> conversation = StateReader.conversation(state.table(StoreNames.CONVERSATIONS)::get, id);
        OptionalInt place = conversation.stream()
                .flatMapToInt(it -> IntStream.range(0, it.participants().size())
                        .filter(i -> it.participants().get(i).identity().equals(participant)))
                .findFirst();
        return place.isEmpty()
                ? Optional.empty()
                : machine.explain(conversation.orElseThrow(), place.getAsInt(), slotId, at);
    }

    /**
     * Processes the next committed record.
     *
     * @return the records that it emits, in order
     */
    public List<OutputRecord> process(ConsumerRecord<byte[], byte[]> record) {
        now = logTimeOf(record);
        var source = new Source(input.logicalName(), record.partition(), record.offset());
        return processor
                .process(new RecordContext(now, source, record.key(), record.value(), record.headers()))
                .outputs();
    }
}
