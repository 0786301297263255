package io.slotkeeper.stream;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.reservation.Announcement;
import io.slotkeeper.reservation.DocumentKey;
import io.slotkeeper.reservation.EventTypeKey;
import io.slotkeeper.reservation.ReservationDecision;
import io.slotkeeper.reservation.ReservationDraft;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.store.ReservationStore;
import io.slotkeeper.store.StateTooLargeException;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.Reading.OfRequest;
import io.slotkeeper.wire.RequestReader;
import io.slotkeeper.wire.RequestReaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One partition of the slot reservations. */
final class ReservationShard implements Shard<DocumentKey, ReservationRequest> {

    private static final int ANNOUNCED_BY_TICK = 2_048;

    private final RequestReader<ReservationRequest> reader = RequestReaders.reservations();
    private final ReservationMachine machine;
    private final ReservationStore store;
    private final OutputFormat format;

    ReservationShard(ReservationMachine machine, ReservationStore store, OutputFormat format) {
        this.machine = machine;
        this.store = store;
        this.format = format;
    }

    @Override
    public void open() {
        store.rebuild();
    }

    @Override
    public RequestReader<ReservationRequest> reader() {
        return reader;
    }

    @Override
    public boolean isCanonical(String key) {
        return EventTypeKey.isCanonical(key);
    }

    @Override
    public DueIndex<DocumentKey> due() {
        return store.due();
    }

    @Override
    public int announcedByTick() {
        return ANNOUNCED_BY_TICK;
    }

    @Override
    public Draft draft(Turn turn) {
        return new Draft(turn);
    }

    final class Draft implements Shard.Draft<DocumentKey, ReservationRequest> {
        private final Turn turn;
        private final ReservationDraft announced = new ReservationDraft(store);

        private Draft(Turn turn) {
            this.turn = turn;
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

        private Plan plan(ReservationDraft draft) {
            List<Emission> emissions =
                    draft.announcements().stream().map(this::emission).toList();
            return new Plan(store.encode(draft)::write, emissions);
        }

        private Emission emission(Announcement announcement) {
            String key =
                    announcement.eventType().value() + "/" + announcement.uid().value();
            return new Emission(
                    Channel.SNAPSHOTS,
                    key.getBytes(StandardCharsets.US_ASCII),
                    announcement instanceof Announcement.Snapshot snapshot ? format.reservation(snapshot) : null,
                    turn.partition());
        }

        @Override
        public Answer answer(String key, OfRequest<ReservationRequest> request) {
            var info =
                    new RequestInfo(request.requestId(), request.requestedBy(), request.fingerprint(), turn.source());
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
                return new Answer(
                        Plan.NOTHING, Outcomes.refused(turn, key, request, Refusal.base(Code.TOO_MANY_HOLDS)));
            }
        }
    }
}
