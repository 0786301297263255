package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationChanges;
import io.slotkeeper.reservation.calendar.ReservationEvent;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.ReservationView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state machine with a state in memory. Time is what the test says; deadlines are announced when the test says so,
 * in the order of docs/spec/log-time.md.
 */
final class ReservationDesk implements ReservationView {

    /** Two hours before {@link ReservationRequestBuilder#SLOT}, on a border of two documents. */
    static final Instant BEGIN = Instant.parse("2050-09-05T08:00:00Z");

    private final ReservationMachine machine;
    private final Map<EventTypeKey, EventType> eventTypes = new HashMap<>();
    private final Map<DocumentKey, CalendarDocument> documents = new TreeMap<>();
    private final Map<ReservationChanges.HoldName, DocumentKey> holds = new HashMap<>();
    private final Map<ReservationChanges.BookingName, DocumentKey> bookings = new HashMap<>();
    private final Map<ReservationChanges.PartyName, PartyHolds> parties = new HashMap<>();
    private Instant now = BEGIN;
    private long offset;

    ReservationDesk() {
        this(ReservationSettings.DEFAULT);
    }

    ReservationDesk(ReservationSettings settings) {
        machine = new ReservationMachine(settings);
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
        ReservationDecision decision = machine.decide(this, ask.key(), ask.request(), ask.info(offset), now);
        apply(decision.changes());
        offset++;
        return new Reply(decision);
    }

    /** Announces all that is due. */
    List<ReservationEvent> tick() {
        return tick(Integer.MAX_VALUE);
    }

    /** Announces so many of the entries that are due, in the order (deadline, document key, uid). */
    List<ReservationEvent> tick(int most) {
        List<ReservationEvent> announced = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            Optional<DocumentKey> next = nextDue();
            if (next.isEmpty()) {
                break;
            }
            var draft = new ReservationChanges(this);
            machine.announceNext(draft, next.get(), now, ReservationRequestBuilder.source(offset));
            apply(draft);
            announced.addAll(draft.events());
        }
        offset++;
        return announced;
    }

    Optional<Instant> nextDeadline() {
        return documents.entrySet().stream()
                .flatMap(entry -> machine.nextDeadline(entry.getKey(), entry.getValue()).stream())
                .min(Comparator.naturalOrder());
    }

    private Optional<DocumentKey> nextDue() {
        record Next(DocumentKey key, Instant deadline) {}
        return documents.entrySet().stream()
                .flatMap(entry -> machine.nextDeadline(entry.getKey(), entry.getValue()).stream()
                        .map(deadline -> new Next(entry.getKey(), deadline)))
                .filter(next -> !next.deadline().isAfter(now))
                .min(Comparator.comparing(Next::deadline).thenComparing(Next::key))
                .map(Next::key);
    }

    void apply(ReservationChanges draft) {
        eventTypes.putAll(draft.changedEventTypes());
        draft.changedDocuments().forEach((key, document) -> {
            if (document.isEmpty()) {
                documents.remove(key);
            } else {
                documents.put(key, document);
            }
        });
        draft.changedHolds().forEach((name, where) -> put(holds, name, where));
        draft.changedBookings().forEach((name, where) -> put(bookings, name, where));
        parties.putAll(draft.changedParties());
        parties.values().removeIf(PartyHolds::isEmpty);
    }

    private static <N> void put(Map<N, DocumentKey> index, N name, Optional<DocumentKey> where) {
        where.ifPresentOrElse(key -> index.put(name, key), () -> index.remove(name));
    }

    @Override
    public Optional<EventType> eventType(EventTypeKey key) {
        return Optional.ofNullable(eventTypes.get(key));
    }

    @Override
    public CalendarDocument document(DocumentKey key) {
        return documents.getOrDefault(key, CalendarDocument.EMPTY);
    }

    @Override
    public Optional<DocumentKey> documentOfHold(EventTypeKey key, ReservationUid uid) {
        return Optional.ofNullable(holds.get(new ReservationChanges.HoldName(key, uid)));
    }

    @Override
    public Optional<DocumentKey> documentOfBooking(EventTypeKey key, BookingUid uid) {
        return Optional.ofNullable(bookings.get(new ReservationChanges.BookingName(key, uid)));
    }

    @Override
    public PartyHolds holdsOf(EventTypeKey key, Party party) {
        return parties.getOrDefault(new ReservationChanges.PartyName(key, party), PartyHolds.NONE);
    }

    /** The holds that count for each party. */
    Map<ReservationChanges.PartyName, Set<PartyHolds.Entry>> partyIndex() {
        var index = new HashMap<ReservationChanges.PartyName, Set<PartyHolds.Entry>>();
        parties.forEach((name, holds) -> index.put(name, Set.copyOf(holds.entries())));
        return index;
    }

    Map<DocumentKey, CalendarDocument> documents() {
        return documents;
    }

    Map<ReservationChanges.HoldName, DocumentKey> holdIndex() {
        return holds;
    }

    Map<ReservationChanges.BookingName, DocumentKey> bookingIndex() {
        return bookings;
    }

    /** Every hold that is kept of the event type, each once. */
    List<Hold> holds(String eventType) {
        return documents.entrySet().stream()
                .filter(entry -> entry.getKey().eventType().value().equals(eventType))
                .flatMap(entry -> entry.getValue().holds().stream()
                        .filter(hold -> entry.getKey().owns(hold.window())))
                .toList();
    }

    List<Booking> bookings(String eventType) {
        return documents.entrySet().stream()
                .filter(entry -> entry.getKey().eventType().value().equals(eventType))
                .flatMap(entry -> entry.getValue().bookings().stream()
                        .filter(booking -> entry.getKey().owns(booking.window())))
                .toList();
    }

    List<ClosedMarker> closed(String eventType) {
        return documents.entrySet().stream()
                .filter(entry -> entry.getKey().eventType().value().equals(eventType))
                .flatMap(entry -> entry.getValue().closed().stream()
                        .filter(marker -> entry.getKey().owns(marker.window())))
                .toList();
    }
}
