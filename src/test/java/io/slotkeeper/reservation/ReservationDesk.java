package io.slotkeeper.reservation;

import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EntryName;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.reservation.view.ReservationView;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.calendar.ReservationStore;
import io.slotkeeper.store.calendar.StoredEntries;
import io.slotkeeper.store.calendar.StoredTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The state machine with its stores in memory. Time is what the test says; deadlines are announced when the test says so,
 * in the order of docs/spec/log-time.md.
 */
final class ReservationDesk {

    /** Two hours before {@link ReservationRequestBuilder#SLOT}, on a border of two documents. */
    static final Instant BEGIN = Instant.parse("2050-09-05T08:00:00Z");

    private final ReservationMachine machine;
    private final KeyValueTable entries = KeyValueTable.inMemory();
    private final KeyValueTable eventTypes = KeyValueTable.inMemory();
    private final KeyValueTable bookingPlaces = KeyValueTable.inMemory();
    private final ReservationStore store;
    private Instant now = BEGIN;
    private long offset;

    ReservationDesk() {
        this(ReservationSettings.DEFAULT);
    }

    ReservationDesk(ReservationSettings settings) {
        machine = new ReservationMachine(settings);
        store = opened();
    }

    private ReservationStore opened() {
        var opened = new ReservationStore(entries, eventTypes, bookingPlaces, OverflowInMemory::new, machine);
        opened.rebuild();
        return opened;
    }

    /** What a request came to. */
    record Reply(ReservationDecision decision) {

        /** {@code accepted}, {@code repeated}, or the code of the refusal. */
        String said() {
            return refusal()
                    .map(refusal -> refusal.code().text())
                    .orElse(decision.verdict().equals(Verdict.REPEATED) ? "repeated" : "accepted");
        }

        Optional<Refusal> refusal() {
            return decision.verdict() instanceof Verdict.Refused refused
                    ? Optional.of(refused.refusal())
                    : Optional.empty();
        }

        /** The reason for people; empty when it wasn't refused. */
        String message() {
            return refusal().map(Refusal::message).orElse("");
        }

        Optional<Code> code() {
            return refusal().map(Refusal::code);
        }

        /** {@code path code} of every field error. */
        List<String> errors() {
            return refusal().stream()
                    .flatMap(refusal -> refusal.errors().stream())
                    .map(error -> error.path() + " " + error.code().text())
                    .toList();
        }

        List<ReservationEvent> announcements() {
            return decision.changes().events();
        }

        List<String> told() {
            return ReservationDesk.told(announcements());
        }

        /** The reservation as the outcome shows it. */
        ReservationEvent.Snapshot snapshot() {
            return decision.reservation().orElseThrow();
        }

        Hold hold() {
            return snapshot().hold();
        }

        long revision() {
            return decision.revision().orElse(0);
        }

        Booking booking() {
            return decision.booking().orElseThrow();
        }
    }

    /** {@code <uid> <status> <revision>} of snapshots, {@code <uid> forgotten} of tombstones. */
    static List<String> told(List<ReservationEvent> announcements) {
        return announcements.stream()
                .map(it -> it instanceof ReservationEvent.Snapshot snapshot
                        ? it.uid().value() + " " + snapshot.status().text() + " "
                                + snapshot.hold().revision()
                        : it.uid().value() + " forgotten")
                .toList();
    }

    /** Time goes on. Nothing is announced by that. */
    ReservationDesk at(Instant instant) {
        if (instant.isBefore(now)) {
            throw new IllegalArgumentException("Expected log time to go on from " + now + " but " + instant);
        }
        now = instant;
        return this;
    }

    ReservationDesk after(Duration duration) {
        return at(now.plus(duration));
    }

    Instant now() {
        return now;
    }

    long offset() {
        return offset;
    }

    /** Decides the request and applies what came of it. Announces nothing but the deadlines of what it names. */
    Reply ask(ReservationRequestBuilder ask) {
        ReservationDecision decision = machine.decide(store, ask.key(), ask.request(), ask.info(offset), now);
        apply(decision.changes());
        offset++;
        return new Reply(decision);
    }

    /** What a slot would be answered that is asked for under a name that nothing is known of, and why. */
    record Explained(Reply reply, Explanation explanation) {}

    /** Nothing comes of it. */
    Explained explain(ReservationRequestBuilder ask, ReserveSlot request) {
        RequestInfo info = ask.info(offset);
        return new Explained(
                new Reply(machine.decide(store, ask.key(), request, info, now)),
                store.read(
                                new StoredTables(entries, eventTypes, bookingPlaces),
                                view -> machine.explain(view, ask.key(), request, info, now))
                        .orElseThrow());
    }

    /** Announces all that is due. */
    List<ReservationEvent> tick() {
        return tick(Integer.MAX_VALUE);
    }

    /** Announces so many of the entries that are due, in the order (deadline, part, uid). */
    List<ReservationEvent> tick(int most) {
        List<ReservationEvent> announced = new ArrayList<>();
        for (int i = 0; i < most && store.due().isDue(now); i++) {
            var changes = new ReservationChanges(store);
            EntryName next = ReservationStore.entryOf(store.due().iterator().next());
            machine.announce(changes, next, now, ReservationRequestBuilder.source(offset));
            apply(changes);
            announced.addAll(changes.events());
        }
        offset++;
        return announced;
    }

    /** Announces all holds and markers that are due as one record does: the changes of all, written together. */
    List<ReservationEvent> tickAtOnce(UnaryOperator<ReservationView> seenAs) {
        var changes = new ReservationChanges(seenAs.apply(store));
        inOrder(store.due()).stream()
                .filter(due -> !due.deadline().isAfter(now))
                .forEach(due -> machine.announce(
                        changes, ReservationStore.entryOf(due), now, ReservationRequestBuilder.source(offset)));
        apply(changes);
        offset++;
        return changes.events();
    }

    Optional<Instant> nextDeadline() {
        return store.due().earliest();
    }

    void apply(ReservationChanges changes) {
        store.encode(changes).write();
    }

    Optional<EventType> eventType(EventTypeKey key) {
        return store.eventType(key);
    }

    Optional<Hold> hold(String eventType, String uid) {
        return store.hold(new EventTypeKey(eventType), new ReservationUid(uid));
    }

    PartyHolds holdsOf(EventTypeKey key, Party party) {
        return store.holdsOf(key, party);
    }

    /** The stored entries of each part in which there are any. */
    Map<DocumentKey, CalendarDocument> documents() {
        return StoredEntries.of(entries);
    }

    /** Number of bookings and early cancellations that are found by uid. */
    int bookingPlaces() {
        int[] count = {0};
        bookingPlaces.forEach((key, value) -> count[0]++);
        return count[0];
    }

    /** What decisions are made from, and the same made anew from what is stored. */
    List<ReservationView> views() {
        return List.of(store, opened());
    }

    /** All deadlines, in order, and the same made anew from what is stored. */
    List<List<Due>> deadlines() {
        return Stream.of(store, opened()).map(it -> inOrder(it.due())).toList();
    }

    private static List<Due> inOrder(DueIndex index) {
        List<Due> all = new ArrayList<>();
        index.iterator().forEachRemaining(all::add);
        return all;
    }

    /** Every hold that is kept of the event type, each once. */
    List<Hold> holds(String eventType) {
        return documents().entrySet().stream()
                .filter(entry -> entry.getKey().eventType().value().equals(eventType))
                .flatMap(entry -> entry.getValue().holds().stream()
                        .filter(hold -> entry.getKey().owns(hold.window())))
                .toList();
    }

    List<Booking> bookings(String eventType) {
        return documents().entrySet().stream()
                .filter(entry -> entry.getKey().eventType().value().equals(eventType))
                .flatMap(entry -> entry.getValue().bookings().stream()
                        .filter(booking -> entry.getKey().owns(booking.window())))
                .toList();
    }

    List<ClosedMarker> closed(String eventType) {
        return documents().entrySet().stream()
                .filter(entry -> entry.getKey().eventType().value().equals(eventType))
                .flatMap(entry -> entry.getValue().closed().stream()
                        .filter(marker -> entry.getKey().owns(marker.window())))
                .toList();
    }
}
