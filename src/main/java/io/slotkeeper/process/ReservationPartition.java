package io.slotkeeper.process;

import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.process.DueAnnouncer.PlannedChanges;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.Explanation;
import io.slotkeeper.reservation.ReservationDecision;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.calendar.EntryName;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.StateTooLargeException;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.store.calendar.ReservationStore;
import io.slotkeeper.store.calendar.StoredTables;
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
import java.util.function.IntPredicate;

/**
 * State machine of one partition of {@link Topic#RESERVATION_REQUESTS}: its event types, holds and bookings, and their
 * deadlines.
 */
final class ReservationPartition implements PartitionStateMachine {

    private final ReservationMachine machine;
    private final ReservationStore store;
    private final MetaStore meta;
    private final OutputFormat format;
    private final Outcomes outcomes;
    private final DueAnnouncer announcer;
    private final RequestDecider<ReservationRequest> decider;

    private ReservationPartition(
            ReservationMachine machine,
            ReservationStore store,
            MetaStore meta,
            int partitions,
            OutputFormat format,
            DecisionMeters meters) {
        this.machine = machine;
        this.store = store;
        this.meta = meta;
        this.format = format;
        this.outcomes = new Outcomes(partitions, format, meters);
        this.announcer = new DueAnnouncer(store.due(), PlannedReservations::new, outcomes, meters);
        this.decider = new RequestDecider<>(
                RequestReaders.reservations(), EventTypeKey::isCanonical, partitions, outcomes, this::decide);
    }

    /** Implements {@link PartitionStateMachine.Opener}. */
    static ReservationPartition open(
            DecisionSettings settings, PartitionState state, OutputFormat format, DecisionMeters meters) {
        // First of all: state made with other settings or by a newer version must not be decoded.
        MetaStore meta = MetaStore.open(state.table(StoreNames.RESERVATION_META), settings.meta());
        var machine = new ReservationMachine(settings.reservations());
        var store = new ReservationStore(
                state.table(StoreNames.CALENDAR_DOCUMENTS),
                state.table(StoreNames.EVENT_TYPES),
                state.table(StoreNames.BOOKING_PLACES),
                state::overflow,
                machine);
        meters.stateUnreadable(store.rebuild());
        return new ReservationPartition(machine, store, meta, settings.partitions(), format, meters);
    }

    @Override
    public DueIndex due() {
        return store.due();
    }

    @Override
    public int announcedByTick() {
        return Limits.RESERVATIONS_PER_TICK;
    }

    @Override
    public MetaStore meta() {
        return meta;
    }

    @Override
    public boolean findHold(EventTypeKey eventType, ReservationUid uid, IntPredicate there) {
        return store.findHold(eventType, uid, there);
    }

    @Override
    public Optional<Explanation> explain(
            StoredTables tables, EventTypeKey eventType, ReserveSlot request, RequestInfo info, Instant now) {
        return store.read(tables, view -> machine.explain(view, eventType, request, info, now));
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
            RecordContext record, String key, ParsedRequest<ReservationRequest> request, RequestInfo info) {
        ReservationDecision decision =
                machine.decide(store, new EventTypeKey(key), request.request(), info, record.now());
        try {
            Result changes = encode(record, decision.changes(), record.trace());
            OutputRecord outcome = outcomes.decided(
                    record,
                    request,
                    decision.verdict(),
                    decision.revision(),
                    decision.reservation().map(Subject.OfReservation::new),
                    decision.booking());
            return changes.then(Result.of(outcome));
        } catch (StateTooLargeException e) {
            return Result.of(outcomes.refused(record, request, Refusal.base(Code.TOO_MANY_HOLDS)));
        }
    }

    private final class PlannedReservations implements PlannedChanges {
        private final RecordContext record;
        private final ReservationChanges changes = new ReservationChanges(store);

        PlannedReservations(RecordContext record) {
            this.record = record;
        }

        @Override
        public boolean announce(Due due) {
            EntryName entry = ReservationStore.entryOf(due);
            if (!machine.deadlineOf(changes, entry).equals(Optional.of(due.deadline()))) {
                return false;
            }
            machine.announce(changes, entry, record.now(), record.source());
            return true;
        }

        /** Of a hold its marker is left. */
        @Override
        public Optional<Due> following(Due announced) {
            EntryName entry = ReservationStore.entryOf(announced);
            if (entry.kind() != EntryName.Kind.HOLD) {
                return Optional.empty();
            }
            var marker = new EntryName(entry.part(), entry.uid(), EntryName.Kind.CLOSED);
            return machine.deadlineOf(changes, marker).map(deadline -> ReservationStore.due(marker, deadline));
        }

        @Override
        public Result encode() {
            return ReservationPartition.this.encode(record, changes, TraceContext.NONE);
        }
    }

    /** @param trace of the snapshots; what is due has none, whoever it comes with */
    private Result encode(RecordContext record, ReservationChanges changes, TraceContext trace) {
        List<OutputRecord> snapshots = changes.events().stream()
                .map(event -> snapshot(record, event, trace))
                .toList();
        return new Result(store.encode(changes)::write, snapshots);
    }

    private OutputRecord snapshot(RecordContext record, ReservationEvent event, TraceContext trace) {
        String key = event.eventType().value() + "/" + event.uid().value();
        return new OutputRecord(
                Topic.RESERVATION_SNAPSHOTS,
                record.partition(),
                key.getBytes(StandardCharsets.US_ASCII),
                event instanceof ReservationEvent.Snapshot snapshot ? format.reservation(snapshot) : null,
                record.now(),
                trace);
    }
}
