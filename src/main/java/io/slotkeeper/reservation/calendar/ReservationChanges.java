package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.field.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Planned, unwritten changes: a layer over a view of the state, which shows the state after them. The caller writes and
 * emits them, or drops them without any effect. Not thread-safe.
 *
 * <p>Guarantees: an entry is in each document that its window touches, the look-ups by uid and by party are consistent
 * with the documents, and a closed reservation leaves a marker.
 */
public final class ReservationChanges implements ReservationView {

    /** Identifies a hold: a uid is unique within its event type. */
    public record HoldName(EventTypeKey eventType, ReservationUid uid) {}

    /** Identifies a booking: a uid is unique within its event type. */
    public record BookingName(EventTypeKey eventType, BookingUid uid) {}

    /** Identifies a party of an event type. */
    public record PartyName(EventTypeKey eventType, Party party) {}

    private final ReservationView base;
    /** Caches of what was read: a decision reads the same document and definition several times. */
    private final Map<DocumentKey, CalendarDocument> documentsRead = new HashMap<>();

    private final Map<EventTypeKey, Optional<EventType>> eventTypesRead = new HashMap<>();

    private final Map<DocumentKey, CalendarDocument> documents = new LinkedHashMap<>();
    private final Map<EventTypeKey, EventType> eventTypes = new LinkedHashMap<>();
    private final Map<HoldName, Optional<DocumentKey>> holds = new LinkedHashMap<>();
    private final Map<BookingName, Optional<DocumentKey>> bookings = new LinkedHashMap<>();
    private final Map<PartyName, PartyHolds> parties = new LinkedHashMap<>();
    private final List<ReservationEvent> events = new ArrayList<>();

    public ReservationChanges(ReservationView base) {
        this.base = base;
    }

    @Override
    public Optional<EventType> eventType(EventTypeKey key) {
        EventType changed = eventTypes.get(key);
        return changed != null ? Optional.of(changed) : eventTypesRead.computeIfAbsent(key, base::eventType);
    }

    @Override
    public CalendarDocument document(DocumentKey key) {
        CalendarDocument changed = documents.get(key);
        return changed != null ? changed : documentsRead.computeIfAbsent(key, base::document);
    }

    @Override
    public Optional<DocumentKey> documentOfHold(EventTypeKey key, ReservationUid uid) {
        var name = new HoldName(key, uid);
        return holds.containsKey(name) ? holds.get(name) : base.documentOfHold(key, uid);
    }

    @Override
    public Optional<DocumentKey> documentOfBooking(EventTypeKey key, BookingUid uid) {
        var name = new BookingName(key, uid);
        return bookings.containsKey(name) ? bookings.get(name) : base.documentOfBooking(key, uid);
    }

    @Override
    public PartyHolds holdsOf(EventTypeKey key, Party party) {
        PartyHolds changed = parties.get(new PartyName(key, party));
        return changed != null ? changed : base.holdsOf(key, party);
    }

    /** Changed documents; an empty one is to be deleted. */
    public Map<DocumentKey, CalendarDocument> changedDocuments() {
        return Collections.unmodifiableMap(documents);
    }

    public Map<EventTypeKey, EventType> changedEventTypes() {
        return Collections.unmodifiableMap(eventTypes);
    }

    /** The document of each changed hold; empty: the hold ended. */
    public Map<HoldName, Optional<DocumentKey>> changedHolds() {
        return Collections.unmodifiableMap(holds);
    }

    /** The document of each changed booking or early cancellation; empty: it was deleted. */
    public Map<BookingName, Optional<DocumentKey>> changedBookings() {
        return Collections.unmodifiableMap(bookings);
    }

    /** The holds that count for the cap of each party; none: to be deleted. */
    public Map<PartyName, PartyHolds> changedParties() {
        return Collections.unmodifiableMap(parties);
    }

    /** Events to be emitted, in this order. */
    public List<ReservationEvent> events() {
        return Collections.unmodifiableList(events);
    }

    public Optional<Hold> hold(EventTypeKey key, ReservationUid uid) {
        return documentOfHold(key, uid).flatMap(where -> document(where).hold(uid));
    }

    public Optional<Booking> booking(EventTypeKey key, BookingUid uid) {
        return documentOfBooking(key, uid).flatMap(where -> document(where).booking(uid));
    }

    public Optional<EarlyCancellation> cancellation(EventTypeKey key, BookingUid uid) {
        return documentOfBooking(key, uid).flatMap(where -> document(where).cancellation(uid));
    }

    /**
     * Markers of this uid in the documents that the window touches, without duplicates, in the order of the documents.
     */
    public List<ClosedMarker> closed(EventTypeKey key, ReservationUid uid, Window window) {
        return DocumentKey.touchedBy(key, window).stream()
                .flatMap(where -> document(where).closed(uid).stream())
                .distinct()
                .toList();
    }

    public void define(EventTypeKey key, EventType eventType) {
        eventTypes.put(key, eventType);
    }

    /** Adds or replaces a hold; its window may have changed. */
    public void hold(EventTypeKey key, Hold hold) {
        hold(key, hold.uid()).ifPresent(before -> removeHold(key, before));
        for (DocumentKey where : DocumentKey.touchedBy(key, hold.window())) {
            documents.put(where, document(where).with(hold));
        }
        holds.put(new HoldName(key, hold.uid()), Optional.of(DocumentKey.firstOf(key, hold.window())));
        if (hold.preemptedAt().isEmpty()) {
            count(key, hold, counted -> counted.with(hold));
        }
    }

    private void removeHold(EventTypeKey key, Hold hold) {
        for (DocumentKey where : DocumentKey.touchedBy(key, hold.window())) {
            documents.put(where, document(where).without(hold.uid()));
        }
        holds.put(new HoldName(key, hold.uid()), Optional.empty());
        count(key, hold, counted -> counted.without(hold.uid()));
    }

    private void count(EventTypeKey key, Hold hold, UnaryOperator<PartyHolds> change) {
        hold.countedFor().ifPresent(party -> parties.put(new PartyName(key, party), change.apply(holdsOf(key, party))));
    }

    /** Adds the snapshot of a hold that goes on. */
    public void emitHeld(EventTypeKey key, Hold hold) {
        events.add(new ReservationEvent.Snapshot(key, hold, ReservationStatus.HELD, Optional.empty()));
    }

    /**
     * Closes a hold: adds its last snapshot and leaves a marker.
     *
     * @param closedAt log time at which it ended, not after {@code now}
     * @return the last snapshot
     */
    public ReservationEvent.Snapshot close(
            EventTypeKey key,
            Hold hold,
            ReservationStatus status,
            Optional<BookingUid> booking,
            Instant closedAt,
            Instant now,
            Cause cause) {
        removeHold(key, hold);
        var last = new ReservationEvent.Snapshot(key, hold.revised(now, cause), status, booking);
        events.add(last);
        mark(key, new ClosedMarker(hold.uid(), hold.window(), closedAt));
        return last;
    }

    private void mark(EventTypeKey key, ClosedMarker marker) {
        for (DocumentKey where : DocumentKey.touchedBy(key, marker.window())) {
            document(where).closed(marker.uid()).ifPresent(earlier -> unmark(key, earlier));
        }
        for (DocumentKey where : DocumentKey.touchedBy(key, marker.window())) {
            documents.put(where, document(where).with(marker));
        }
        // In a loop of its own: the oldest marker may be the new one, which is then deleted from all of its documents.
        for (DocumentKey where : DocumentKey.touchedBy(key, marker.window())) {
            forgetOldest(key, document(where).closed());
        }
    }

    private void forgetOldest(EventTypeKey key, List<ClosedMarker> closed) {
        if (closed.size() > Limits.MAX_CLOSED_ENTRIES) {
            closed.stream()
                    .min(Comparator.comparing(ClosedMarker::closedAt).thenComparing(ClosedMarker::uid))
                    .ifPresent(oldest -> forget(key, oldest));
        }
    }

    private void unmark(EventTypeKey key, ClosedMarker marker) {
        for (DocumentKey where : DocumentKey.touchedBy(key, marker.window())) {
            documents.put(where, document(where).withoutClosed(marker.uid()));
        }
    }

    /** Deletes a marker, with a tombstone unless there is a new hold with its uid. */
    public void forget(EventTypeKey key, ClosedMarker marker) {
        unmark(key, marker);
        if (documentOfHold(key, marker.uid()).isEmpty()) {
            events.add(new ReservationEvent.Forgotten(key, marker.uid()));
        }
    }

    /** Adds or replaces a booking; its window may have changed. */
    public void book(EventTypeKey key, Booking booking) {
        forgetBooking(key, booking.uid());
        for (DocumentKey where : DocumentKey.touchedBy(key, booking.window())) {
            documents.put(where, document(where).with(booking));
        }
        bookings.put(new BookingName(key, booking.uid()), Optional.of(DocumentKey.firstOf(key, booking.window())));
    }

    /** Remembers a cancellation in place of what is known of its booking. The oldest one gives way to too many. */
    public void remember(EventTypeKey key, EarlyCancellation cancellation) {
        forgetBooking(key, cancellation.uid());
        DocumentKey where = DocumentKey.at(key, cancellation.cancelledAt());
        documents.put(where, document(where).with(cancellation));
        bookings.put(new BookingName(key, cancellation.uid()), Optional.of(where));
        List<EarlyCancellation> all = document(where).cancellations();
        if (all.size() > Limits.MAX_EARLY_CANCELLATIONS) {
            all.stream()
                    .min(Comparator.comparing(EarlyCancellation::cancelledAt).thenComparing(EarlyCancellation::uid))
                    .ifPresent(oldest -> forgetBooking(key, oldest.uid()));
        }
    }

    /** Deletes a booking or an early cancellation; does nothing if there is neither. */
    public void forgetBooking(EventTypeKey key, BookingUid uid) {
        documentOfBooking(key, uid).ifPresent(where -> {
            List<DocumentKey> touched = document(where)
                    .booking(uid)
                    .map(booking -> DocumentKey.touchedBy(key, booking.window()))
                    .orElse(List.of(where));
            touched.forEach(each -> documents.put(each, document(each).without(uid)));
            bookings.put(new BookingName(key, uid), Optional.empty());
        });
    }
}
