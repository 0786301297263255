package io.slotkeeper.process;

import io.slotkeeper.process.Shard.Answer;
import io.slotkeeper.process.Shard.Turn;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.reservation.DocumentKey;
import io.slotkeeper.reservation.EventTypeKey;
import io.slotkeeper.reservation.ReservationChanges;
import io.slotkeeper.reservation.ReservationDecision;
import io.slotkeeper.reservation.ReservationEvent;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.ReservationStore;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.StateTooLargeException;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.ParsedRecord.OfRequest;
import io.slotkeeper.wire.RequestReaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a record changes in the reservations of its partition. */
public final class ReservationPartition implements Shard.Draft<DocumentKey, ReservationRequest> {

    private static final int ANNOUNCED_BY_TICK = 2_048;

    private final ReservationMachine machine;
    private final ReservationStore store;
    private final OutputFormat format;
    private final Turn turn;
    private final ReservationChanges announced;

    private ReservationPartition(ReservationMachine machine, ReservationStore store, OutputFormat format, Turn turn) {
        this.machine = machine;
        this.store = store;
        this.format = format;
        this.turn = turn;
        this.announced = new ReservationChanges(store);
    }

    /**
     * One partition of the slot reservations.
     *
     * @param tables by the names of {@link StoreNames}
     * @throws StateMismatchException when what is in them was made with something else
     */
    public static Shard<DocumentKey, ReservationRequest> open(
            DecisionSettings settings, Function<String, KeyValueTable> tables, OutputFormat format) {
        // Before anything else is read: state that is not for us must not even be decoded.
        MetaStore meta = MetaStore.open(tables.apply(StoreNames.RESERVATION_META), settings.meta());
        var machine = new ReservationMachine(settings.reservations());
        var store = new ReservationStore(
                tables.apply(StoreNames.CALENDAR_DOCUMENTS),
                tables.apply(StoreNames.EVENT_TYPES),
                tables.apply(StoreNames.BOOKING_PLACES),
                machine);
        store.rebuild();
        return new Shard<>(
                RequestReaders.reservations(),
                EventTypeKey::isCanonical,
                store.due(),
                ANNOUNCED_BY_TICK,
                turn -> new ReservationPartition(machine, store, format, turn),
                meta,
                store::documentOfHold);
    }

    @Override
    public Optional<Instant> deadline(DocumentKey key) {
        return machine.nextDeadline(key, announced.document(key));
    }

    @Override
    public void announce(DocumentKey key) {
        machine.announceNext(announced, key, turn.now(), turn.source());
    }

    @Override
    public Plan plan() {
        return plan(announced);
    }

    private Plan plan(ReservationChanges draft) {
        List<OutputRecord> emissions =
                draft.announcements().stream().map(this::emission).toList();
        return new Plan(store.encode(draft)::write, emissions);
    }

    private OutputRecord emission(ReservationEvent announcement) {
        String key = announcement.eventType().value() + "/" + announcement.uid().value();
        return new OutputRecord(
                OutputChannel.SNAPSHOTS,
                key.getBytes(StandardCharsets.US_ASCII),
                announcement instanceof ReservationEvent.Snapshot snapshot ? format.reservation(snapshot) : null,
                turn.partition());
    }

    @Override
    public Answer answer(String key, OfRequest<ReservationRequest> request) {
        var info = new RequestInfo(request.requestId(), request.requestedBy(), request.fingerprint(), turn.source());
        ReservationDecision decision =
                machine.decide(announced, new EventTypeKey(key), request.request(), info, turn.now());
        try {
            return new Answer(
                    plan(decision.changes()),
                    Outcomes.of(
                            turn,
                            key,
                            request,
                            decision.verdict(),
                            decision.revision(),
                            decision.reservation().map(Outcome.Subject.OfReservation::new),
                            decision.booking()));
        } catch (StateTooLargeException e) {
            return new Answer(Plan.NOTHING, Outcomes.refused(turn, key, request, Refusal.base(Code.TOO_MANY_HOLDS)));
        }
    }
}
