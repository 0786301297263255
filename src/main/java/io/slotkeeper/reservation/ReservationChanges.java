package io.slotkeeper.reservation;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes that are planned but not made: a layer over the state that shows them. Nothing is written; whoever holds
 * them writes them, or drops them and nothing has happened.
 *
 * <p>Keeps what belongs together together: an entry stands in each document that its window touches, the look-ups by
 * name follow, and a closed reservation leaves a marker.
 */
public final class ReservationChanges implements ReservationView {

    /** A hold's name; a uid is unique within its event type. */
    public record HoldName(EventTypeKey eventType, ReservationUid uid) {}

    /** A booking's name; a uid is unique within its event type. */
    public record BookingName(EventTypeKey eventType, BookingUid uid) {}

    private final ReservationView base;
    /** What was read already: a decision looks at the same document and definition several times. */
    private final Map<DocumentKey, CalendarDocument> documentsRead = new HashMap<>();

    private final Map<EventTypeKey, Optional<EventType>> eventTypesRead = new HashMap<>();

    private final Map<DocumentKey, CalendarDocument> documents = new LinkedHashMap<>();
    private final Map<EventTypeKey, EventType> eventTypes = new LinkedHashMap<>();
    private final Map<HoldName, Optional<DocumentKey>> holds = new LinkedHashMap<>();
    private final Map<BookingName, Optional<DocumentKey>> bookings = new LinkedHashMap<>();
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

    /** Documents as they are after the changes; an empty one is to be deleted. */
    public Map<DocumentKey, CalendarDocument> changedDocuments() {
        return Collections.unmodifiableMap(documents);
    }

    public Map<EventTypeKey, EventType> changedEventTypes() {
        return Collections.unmodifiableMap(eventTypes);
    }

    /** Where holds stand after the changes; empty: nowhere. */
    public Map<HoldName, Optional<DocumentKey>> changedHolds() {
        return Collections.unmodifiableMap(holds);
    }

    /** Where bookings stand after the changes; empty: nowhere. */
    public Map<BookingName, Optional<DocumentKey>> changedBookings() {
        return Collections.unmodifiableMap(bookings);
    }

    /** What is to be emitted, in this order. */
    public List<ReservationEvent> events() {
        return Collections.unmodifiableList(events);
    }

    Optional<Hold> hold(EventTypeKey key, ReservationUid uid) {
        return documentOfHold(key, uid).flatMap(where -> document(where).hold(uid));
    }

    Optional<Booking> booking(EventTypeKey key, BookingUid uid) {
        return documentOfBooking(key, uid).flatMap(where -> document(where).booking(uid));
    }

    /** The markers of this name in the documents that the window touches, each once, in order of the documents. */
    List<ClosedMarker> closed(EventTypeKey key, ReservationUid uid, Window window) {
        return DocumentKey.touchedBy(key, window).stream()
                .flatMap(where -> document(where).closed(uid).stream())
                .distinct()
                .toList();
    }

    void define(EventTypeKey key, EventType eventType) {
        eventTypes.put(key, eventType);
    }

    /** The hold is like this now; it may have moved. */
    void hold(EventTypeKey key, Hold hold) {
        hold(key, hold.uid()).ifPresent(before -> removeHold(key, before));
        for (DocumentKey where : DocumentKey.touchedBy(key, hold.window())) {
            documents.put(where, document(where).with(hold));
        }
        holds.put(new HoldName(key, hold.uid()), Optional.of(DocumentKey.firstOf(key, hold.window())));
    }

    private void removeHold(EventTypeKey key, Hold hold) {
        for (DocumentKey where : DocumentKey.touchedBy(key, hold.window())) {
            documents.put(where, document(where).without(hold.uid()));
        }
        holds.put(new HoldName(key, hold.uid()), Optional.empty());
    }

    /** Emits the state of a hold that goes on. */
    void emitHeld(EventTypeKey key, Hold hold) {
        events.add(new ReservationEvent.Snapshot(key, hold, ReservationStatus.HELD, Optional.empty()));
    }

    /**
     * The hold ends: its last snapshot is emitted, and a marker stays.
     *
     * @param closedAt when it ended, in log time; not after {@code now}
     * @return the last snapshot
     */
    ReservationEvent.Snapshot close(
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
            document(where).closed(marker.uid()).ifPresent(earlierLife -> unmark(key, earlierLife));
        }
        for (DocumentKey where : DocumentKey.touchedBy(key, marker.window())) {
            documents.put(where, document(where).with(marker));
        }
        // Only now, for the oldest may be this one, and it goes from all of its documents.
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

    /** The marker's retention is over. Nothing is emitted when the name lives again elsewhere. */
    void forget(EventTypeKey key, ClosedMarker marker) {
        unmark(key, marker);
        if (documentOfHold(key, marker.uid()).isEmpty()) {
            events.add(new ReservationEvent.Forgotten(key, marker.uid()));
        }
    }

    /** The booking is like this now; it may have moved. */
    void book(EventTypeKey key, Booking booking) {
        booking(key, booking.uid()).ifPresent(before -> removeBooking(key, before));
        for (DocumentKey where : DocumentKey.touchedBy(key, booking.window())) {
            documents.put(where, document(where).with(booking));
        }
        bookings.put(new BookingName(key, booking.uid()), Optional.of(DocumentKey.firstOf(key, booking.window())));
    }

    void removeBooking(EventTypeKey key, Booking booking) {
        for (DocumentKey where : DocumentKey.touchedBy(key, booking.window())) {
            documents.put(where, document(where).without(booking.uid()));
        }
        bookings.put(new BookingName(key, booking.uid()), Optional.empty());
    }
}
