package io.slotkeeper.reservation.view;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.KnownBooking;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Planned, unwritten changes: a layer over a view of the state, which shows the state after them. The caller writes and
 * emits them, or drops them without any effect. Not thread-safe.
 *
 * <p>Guarantees: the holds that count for a party are consistent with the holds, a closed reservation leaves a marker,
 * and of too many markers or cancellations the oldest is dropped.
 */
public final class ReservationChanges implements ReservationView {

    /** Identifies a hold: a uid is unique within its event type. */
    public record HoldName(EventTypeKey eventType, ReservationUid uid) {}

    /** Identifies a booking: a uid is unique within its event type. */
    public record BookingName(EventTypeKey eventType, BookingUid uid) {}

    /** Identifies a marker in one of the parts in which it is stored. */
    public record MarkerName(DocumentKey part, ReservationUid uid) {}

    /** Identifies a party of an event type. */
    public record PartyName(EventTypeKey eventType, Party party) {}

    private record WindowName(EventTypeKey eventType, Window window) {}

    private final ReservationView base;

    /** What was read of the base: a decision asks for the same entry several times. */
    private final Map<HoldName, Optional<Hold>> holdsRead = new HashMap<>();

    private final Map<MarkerName, Optional<ClosedMarker>> markersRead = new HashMap<>();
    private final Map<BookingName, Optional<KnownBooking>> bookingsRead = new HashMap<>();

    private final Map<HoldName, Planned<Hold>> holds = new LinkedHashMap<>();
    private final Map<MarkerName, Planned<ClosedMarker>> markers = new LinkedHashMap<>();
    /** How many markers these changes leave at most in each window; a record may close thousands of reservations. */
    private final Map<WindowName, Integer> marked = new HashMap<>();

    /** The markers after the changes of those windows that may have too many, the oldest first. */
    private final Map<WindowName, SortedSet<ClosedMarker>> crowded = new HashMap<>();

    private final Map<BookingName, Planned<KnownBooking>> bookings = new LinkedHashMap<>();
    private final Map<EventTypeKey, EventType> eventTypes = new LinkedHashMap<>();
    private final Map<PartyName, PartyHolds> parties = new LinkedHashMap<>();
    private final List<ReservationEvent> events = new ArrayList<>();

    public ReservationChanges(ReservationView base) {
        this.base = base;
    }

    @Override
    public Optional<EventType> eventType(EventTypeKey key) {
        EventType changed = eventTypes.get(key);
        return changed != null ? Optional.of(changed) : base.eventType(key);
    }

    @Override
    public Optional<Hold> hold(EventTypeKey key, ReservationUid uid) {
        var name = new HoldName(key, uid);
        Planned<Hold> planned = holds.get(name);
        return planned != null ? planned.after() : stored(name);
    }

    private Optional<Hold> stored(HoldName name) {
        return holdsRead.computeIfAbsent(name, it -> base.hold(it.eventType(), it.uid()));
    }

    @Override
    public Optional<ClosedMarker> closed(DocumentKey part, ReservationUid uid) {
        var name = new MarkerName(part, uid);
        Planned<ClosedMarker> planned = markers.get(name);
        return planned != null ? planned.after() : stored(name);
    }

    private Optional<ClosedMarker> stored(MarkerName name) {
        return markersRead.computeIfAbsent(name, it -> base.closed(it.part(), it.uid()));
    }

    @Override
    public Optional<KnownBooking> known(EventTypeKey key, BookingUid uid) {
        var name = new BookingName(key, uid);
        Planned<KnownBooking> planned = bookings.get(name);
        return planned != null ? planned.after() : stored(name);
    }

    private Optional<KnownBooking> stored(BookingName name) {
        return bookingsRead.computeIfAbsent(name, it -> base.known(it.eventType(), it.uid()));
    }

    @Override
    public PartyHolds holdsOf(EventTypeKey key, Party party) {
        PartyHolds changed = parties.get(new PartyName(key, party));
        return changed != null ? changed : base.holdsOf(key, party);
    }

    /** The use after the changes. Whether a part is full, and when the last hold lapses, is that of before them. */
    @Override
    public WindowState window(EventTypeKey key, Claim claim, Optional<Hold> own, Instant now) {
        WindowState before = base.window(key, claim, own, now);
        if (holds.isEmpty() && bookings.isEmpty()) {
            return before;
        }
        var sum = new WindowUse.Sum(claim, before.use());
        holds.forEach((name, planned) -> {
            if (name.eventType().equals(key)
                    && own.filter(it -> it.uid().equals(name.uid())).isEmpty()) {
                planned.before().filter(hold -> hold.isLive(now)).ifPresent(sum::remove);
                planned.after().filter(hold -> hold.isLive(now)).ifPresent(sum::add);
            }
        });
        bookings.forEach((name, planned) -> {
            if (name.eventType().equals(key)) {
                planned.before().flatMap(ReservationChanges::booking).ifPresent(sum::remove);
                planned.after().flatMap(ReservationChanges::booking).ifPresent(sum::add);
            }
        });
        return new WindowState(sum.use(), before.lastEnd(), before.full());
    }

    @Override
    public int entries() {
        int entries = base.entries();
        for (Planned<Hold> planned : holds.values()) {
            entries += count(planned.after()) - count(planned.before());
        }
        for (Planned<KnownBooking> planned : bookings.values()) {
            entries += count(planned.after().filter(ReservationChanges::isBlocking))
                    - count(planned.before().filter(ReservationChanges::isBlocking));
        }
        return entries;
    }

    private static int count(Optional<?> entry) {
        return entry.isPresent() ? 1 : 0;
    }

    private static boolean isBlocking(KnownBooking known) {
        return known instanceof Booking booking && booking.status().isBlocking();
    }

    @Override
    public List<Hold> holds(EventTypeKey key, Window window) {
        List<Hold> after = new ArrayList<>();
        for (Hold hold : base.holds(key, window)) {
            if (!holds.containsKey(new HoldName(key, hold.uid()))) {
                after.add(hold);
            }
        }
        holds.forEach((name, planned) -> planned.after()
                .filter(hold -> name.eventType().equals(key) && hold.window().overlaps(window))
                .ifPresent(after::add));
        return after;
    }

    @Override
    public int closedAtMost(EventTypeKey key, Window window) {
        return base.closedAtMost(key, window) + marked.getOrDefault(new WindowName(key, window), 0);
    }

    @Override
    public List<ClosedMarker> closed(EventTypeKey key, Window window) {
        DocumentKey part = DocumentKey.firstOf(key, window);
        List<ClosedMarker> after = new ArrayList<>();
        for (ClosedMarker marker : base.closed(key, window)) {
            if (!markers.containsKey(new MarkerName(part, marker.uid()))) {
                after.add(marker);
            }
        }
        markers.forEach((name, planned) -> planned.after()
                .filter(marker -> name.part().equals(part) && marker.window().equals(window))
                .ifPresent(after::add));
        return after;
    }

    @Override
    public int cancellationsAtMost(DocumentKey part) {
        return base.cancellationsAtMost(part) + bookings.size();
    }

    @Override
    public List<EarlyCancellation> cancellations(DocumentKey part) {
        List<EarlyCancellation> after = new ArrayList<>();
        for (EarlyCancellation cancellation : base.cancellations(part)) {
            if (!bookings.containsKey(new BookingName(part.eventType(), cancellation.uid()))) {
                after.add(cancellation);
            }
        }
        bookings.forEach((name, planned) -> planned.after()
                .flatMap(ReservationChanges::cancellation)
                .filter(it -> DocumentKey.at(name.eventType(), it.cancelledAt()).equals(part))
                .ifPresent(after::add));
        return after;
    }

    public Map<HoldName, Planned<Hold>> changedHolds() {
        return Collections.unmodifiableMap(holds);
    }

    /** The changes of markers, one for each part in which they are stored. */
    public Map<MarkerName, Planned<ClosedMarker>> changedMarkers() {
        return Collections.unmodifiableMap(markers);
    }

    public Map<BookingName, Planned<KnownBooking>> changedBookings() {
        return Collections.unmodifiableMap(bookings);
    }

    public Map<EventTypeKey, EventType> changedEventTypes() {
        return Collections.unmodifiableMap(eventTypes);
    }

    /** The holds that count for the cap of each party; none: to be deleted. */
    public Map<PartyName, PartyHolds> changedParties() {
        return Collections.unmodifiableMap(parties);
    }

    /** Events to be emitted, in this order. */
    public List<ReservationEvent> events() {
        return Collections.unmodifiableList(events);
    }

    public Optional<Booking> booking(EventTypeKey key, BookingUid uid) {
        return known(key, uid).flatMap(ReservationChanges::booking);
    }

    public Optional<EarlyCancellation> cancellation(EventTypeKey key, BookingUid uid) {
        return known(key, uid).flatMap(ReservationChanges::cancellation);
    }

    private static Optional<Booking> booking(KnownBooking known) {
        return known instanceof Booking booking ? Optional.of(booking) : Optional.empty();
    }

    private static Optional<EarlyCancellation> cancellation(KnownBooking known) {
        return known instanceof EarlyCancellation cancellation ? Optional.of(cancellation) : Optional.empty();
    }

    /**
     * Markers of this uid in the parts that the window touches, without duplicates, in the order of the parts.
     */
    public List<ClosedMarker> closed(EventTypeKey key, ReservationUid uid, Window window) {
        List<ClosedMarker> found = new ArrayList<>(1);
        for (DocumentKey part : DocumentKey.touchedBy(key, window)) {
            closed(part, uid).filter(marker -> !found.contains(marker)).ifPresent(found::add);
        }
        return found;
    }

    public void define(EventTypeKey key, EventType eventType) {
        eventTypes.put(key, eventType);
    }

    /** Adds or replaces a hold; its window may have changed. */
    public void hold(EventTypeKey key, Hold hold) {
        hold(key, hold.uid()).ifPresent(before -> count(key, before, counted -> counted.without(before.uid())));
        plan(key, hold.uid(), Optional.of(hold));
        if (hold.preemptedAt().isEmpty()) {
            count(key, hold, counted -> counted.with(hold));
        }
    }

    private void removeHold(EventTypeKey key, Hold hold) {
        plan(key, hold.uid(), Optional.empty());
        count(key, hold, counted -> counted.without(hold.uid()));
    }

    private void plan(EventTypeKey key, ReservationUid uid, Optional<Hold> after) {
        holds.compute(
                new HoldName(key, uid),
                (name, earlier) -> earlier == null ? new Planned<>(stored(name), after) : earlier.then(after));
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
        closed(key, marker.uid(), marker.window()).forEach(earlier -> unmark(key, earlier));
        for (DocumentKey part : DocumentKey.touchedBy(key, marker.window())) {
            plan(part, marker.uid(), Optional.of(marker));
        }
        var window = new WindowName(key, marker.window());
        marked.merge(window, 1, Integer::sum);
        if (closedAtMost(key, marker.window()) > Limits.MAX_CLOSED_ENTRIES) {
            SortedSet<ClosedMarker> known =
                    crowded.computeIfAbsent(window, any -> oldestFirst(closed(key, marker.window())));
            known.add(marker);
            if (known.size() > Limits.MAX_CLOSED_ENTRIES) {
                forget(key, known.first());
            }
        }
    }

    private static SortedSet<ClosedMarker> oldestFirst(List<ClosedMarker> markers) {
        SortedSet<ClosedMarker> sorted =
                new TreeSet<>(Comparator.comparing(ClosedMarker::closedAt).thenComparing(ClosedMarker::uid));
        sorted.addAll(markers);
        return sorted;
    }

    private void unmark(EventTypeKey key, ClosedMarker marker) {
        for (DocumentKey part : DocumentKey.touchedBy(key, marker.window())) {
            plan(part, marker.uid(), Optional.empty());
        }
        SortedSet<ClosedMarker> known = crowded.get(new WindowName(key, marker.window()));
        if (known != null) {
            known.remove(marker);
        }
    }

    private void plan(DocumentKey part, ReservationUid uid, Optional<ClosedMarker> after) {
        markers.compute(
                new MarkerName(part, uid),
                (name, earlier) -> earlier == null ? new Planned<>(stored(name), after) : earlier.then(after));
    }

    /** Deletes a marker, with a tombstone unless there is a new hold with its uid. */
    public void forget(EventTypeKey key, ClosedMarker marker) {
        unmark(key, marker);
        if (hold(key, marker.uid()).isEmpty()) {
            events.add(new ReservationEvent.Forgotten(key, marker.uid()));
        }
    }

    /** Adds or replaces a booking; its window may have changed. */
    public void book(EventTypeKey key, Booking booking) {
        plan(key, booking.uid(), Optional.of(booking));
    }

    /** Remembers a cancellation in place of what is known of its booking. The oldest one gives way to too many. */
    public void remember(EventTypeKey key, EarlyCancellation cancellation) {
        plan(key, cancellation.uid(), Optional.of(cancellation));
        DocumentKey part = DocumentKey.at(key, cancellation.cancelledAt());
        if (cancellationsAtMost(part) > Limits.MAX_EARLY_CANCELLATIONS) {
            forgetOldestCancellation(key, cancellations(part));
        }
    }

    private void forgetOldestCancellation(EventTypeKey key, List<EarlyCancellation> all) {
        if (all.size() > Limits.MAX_EARLY_CANCELLATIONS) {
            all.stream()
                    .min(Comparator.comparing(EarlyCancellation::cancelledAt).thenComparing(EarlyCancellation::uid))
                    .ifPresent(oldest -> forgetBooking(key, oldest.uid()));
        }
    }

    /** Deletes a booking or an early cancellation; does nothing if there is neither. */
    public void forgetBooking(EventTypeKey key, BookingUid uid) {
        if (known(key, uid).isPresent()) {
            plan(key, uid, Optional.empty());
        }
    }

    private void plan(EventTypeKey key, BookingUid uid, Optional<KnownBooking> after) {
        bookings.compute(
                new BookingName(key, uid),
                (name, earlier) -> earlier == null ? new Planned<>(stored(name), after) : earlier.then(after));
    }
}
