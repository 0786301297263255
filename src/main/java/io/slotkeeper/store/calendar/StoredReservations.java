package io.slotkeeper.store.calendar;

import io.slotkeeper.occupancy.EventTypeName;
import io.slotkeeper.occupancy.OccupancyIndex;
import io.slotkeeper.request.Party;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.KnownBooking;
import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Claim;
import io.slotkeeper.reservation.view.ReservationView;
import io.slotkeeper.reservation.view.WindowState;
import io.slotkeeper.state.BookingPlaceState;
import io.slotkeeper.state.PartyHoldsState;
import io.slotkeeper.store.ReadableTable;
import io.slotkeeper.store.StateCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a partition's reservations as it is stored, with the index of what is in the way of whom: for the thread that
 * processes the partition, and for others. As thread-safe as the stores.
 */
class StoredReservations implements ReservationView {

    static final StateCodec<PartyHolds, PartyHoldsState> PARTIES = PartyHoldsCodec.create();
    static final StateCodec<Integer, BookingPlaceState> PLACES = BookingPlaceCodec.create();

    final EntryTable table;
    final OccupancyIndex occupancy;
    private final ReadableTable eventTypes;
    private final ReadableTable bookingPlaces;

    StoredReservations(
            EntryTable table, ReadableTable eventTypes, ReadableTable bookingPlaces, OccupancyIndex occupancy) {
        this.table = table;
        this.eventTypes = eventTypes;
        this.bookingPlaces = bookingPlaces;
        this.occupancy = occupancy;
    }

    /** As the index knows the event type. */
    EventTypeName name(EventTypeKey key) {
        return EventTypeName.of(key);
    }

    @Override
    public Optional<EventType> eventType(EventTypeKey key) {
        return CalendarReader.eventType(eventTypes, key);
    }

    @Override
    public Optional<Hold> hold(EventTypeKey key, ReservationUid uid) {
        var search = new HoldSearch(key, uid);
        occupancy.findHold(name(key), uid, search::in);
        return Optional.ofNullable(search.found);
    }

    private final class HoldSearch {
        private final EventTypeKey key;
        private final ReservationUid uid;
        private @Nullable Hold found;

        HoldSearch(EventTypeKey key, ReservationUid uid) {
            this.key = key;
            this.uid = uid;
        }

        boolean in(int part) {
            found = table.find(EntryTable.HOLDS, new DocumentKey(key, part), uid.value())
                    .orElse(null);
            return found != null;
        }
    }

    @Override
    public Optional<ClosedMarker> closed(DocumentKey part, ReservationUid uid) {
        return table.find(EntryTable.MARKERS, part, uid.value());
    }

    @Override
    public Optional<KnownBooking> known(EventTypeKey key, BookingUid uid) {
        byte[] place = bookingPlaces.get(EntryKey.of(key, uid));
        if (place == null) {
            return Optional.empty();
        }
        var part = new DocumentKey(key, PLACES.decode(place));
        return table.find(EntryTable.BOOKINGS, part, uid.value())
                .<KnownBooking>map(booking -> booking)
                .or(() -> table.find(EntryTable.CANCELLATIONS, part, uid.value()));
    }

    @Override
    public PartyHolds holdsOf(EventTypeKey key, Party party) {
        byte[] holds = eventTypes.get(EntryKey.of(key, party));
        return holds == null ? PartyHolds.NONE : PARTIES.decode(holds);
    }

    @Override
    public WindowState window(EventTypeKey key, Claim claim, Optional<Hold> own, Instant now) {
        return occupancy.window(name(key), claim, own, now);
    }

    @Override
    public int entries() {
        return occupancy.size();
    }

    @Override
    public List<Hold> holds(EventTypeKey key, Window window) {
        Set<ReservationUid> seen = new HashSet<>();
        List<Hold> overlapping = new ArrayList<>();
        // A hold is never as long as what is stored in wide parts.
        for (Hold hold : table.occupied(key, PartSpan.narrow(window)).holds()) {
            if (hold.window().overlaps(window) && seen.add(hold.uid())) {
                overlapping.add(hold);
            }
        }
        return overlapping;
    }

    @Override
    public int closedAtMost(EventTypeKey key, Window window) {
        return closed(key, window).size();
    }

    @Override
    public List<ClosedMarker> closed(EventTypeKey key, Window window) {
        return table.all(EntryTable.MARKERS, DocumentKey.firstOf(key, window)).stream()
                .filter(marker -> marker.window().equals(window))
                .toList();
    }

    @Override
    public int cancellationsAtMost(DocumentKey part) {
        return cancellations(part).size();
    }

    @Override
    public List<EarlyCancellation> cancellations(DocumentKey part) {
        return table.all(EntryTable.CANCELLATIONS, part);
    }
}
