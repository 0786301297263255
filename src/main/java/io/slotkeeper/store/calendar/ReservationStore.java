package io.slotkeeper.store.calendar;

import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.Overflow;
import io.slotkeeper.occupancy.BucketCounts;
import io.slotkeeper.occupancy.EventTypeName;
import io.slotkeeper.occupancy.OccupancyIndex;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EntryName;
import io.slotkeeper.reservation.calendar.EntryName.Kind;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.KnownBooking;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Planned;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationView;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.StoreFailedException;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.store.TableWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Event types, holds and bookings of one partition and, derived from them, the index of deadlines and what is in the way
 * of whom. Not thread-safe, except {@link #findHold}.
 */
public final class ReservationStore extends StoredReservations {

    /** Of markers by window: few windows share one where a partition has a million markers. */
    private static final int MARKER_BUCKETS = 1 << 17;

    /** Of markers by part and uid: most requests ask for one that isn't there. */
    private static final int MARKER_NAME_BUCKETS = 1 << 18;

    /** Of early cancellations by part. */
    private static final int CANCELLATION_BUCKETS = 1 << 12;

    private final KeyValueTable entries;
    private final KeyValueTable eventTypes;
    private final KeyValueTable bookingPlaces;
    private final ReservationMachine machine;

    private final DefinitionCache definitions = new DefinitionCache();
    private final DueIndex due;
    private final BucketCounts markers = new BucketCounts(MARKER_BUCKETS);
    private final BucketCounts markerNames = new BucketCounts(MARKER_NAME_BUCKETS);
    private final BucketCounts cancellations = new BucketCounts(CANCELLATION_BUCKETS);

    /** Odd while changes are written: entries, and then the look-up of holds. Changed by the processing thread. */
    private volatile long written;

    /** Number of documents of former versions. */
    private int documents;

    public ReservationStore(
            KeyValueTable entries,
            KeyValueTable eventTypes,
            KeyValueTable bookingPlaces,
            Supplier<Overflow> overflow,
            ReservationMachine machine) {
        super(new EntryTable(entries, false), eventTypes, bookingPlaces, new OccupancyIndex());
        this.entries = entries;
        this.eventTypes = eventTypes;
        this.bookingPlaces = bookingPlaces;
        this.machine = machine;
        this.due = new DueIndex(overflow);
    }

    /**
     * Rebuilds the derived data by one scan. To be called once, before anything else.
     *
     * @return how many records can't be read because nobody of ours wrote them; they are passed over
     */
    public int rebuild() {
        var scan = new Scan();
        entries.forEach(scan::read);
        table.setWithDocuments(documents > 0);
        return scan.unreadable;
    }

    private final class Scan {
        private int unreadable;

        void read(byte[] key, byte[] value) {
            Optional<DocumentKey> part = EntryKey.part(key);
            if (part.isEmpty() || !readIn(part.get(), key, value)) {
                unreadable++;
            }
        }

        private boolean readIn(DocumentKey part, byte[] key, byte[] value) {
            if (EntryKey.isOfDocument(key, part)) {
                Optional<CalendarDocument> document = DocumentCodec.ifReadable(value);
                document.ifPresent(it -> derive(part, it));
                return document.isPresent();
            }
            Optional<Kind> kind = EntryKey.kind(key, part);
            if (kind.isEmpty()) {
                return false;
            }
            try {
                derive(part, kind.get(), EntryKey.uid(key, part), value);
                return true;
            } catch (StateMismatchException | StoreFailedException e) {
                throw e;
            } catch (RuntimeException e) {
                return false;
            }
        }
    }

    private void derive(DocumentKey part, CalendarDocument document) {
        documents++;
        document.holds().forEach(hold -> derive(part, hold, 1));
        document.closed().forEach(marker -> derive(part, marker, 1));
        document.bookings().forEach(booking -> derive(part, booking, 1));
        document.cancellations().forEach(cancellation -> derive(part, cancellation, 1));
    }

    private void derive(DocumentKey part, Kind kind, String uid, byte[] value) {
        switch (kind) {
            case HOLD -> derive(part, EntryTable.HOLDS.decode(uid, value), 1);
            case CLOSED -> derive(part, EntryTable.MARKERS.decode(uid, value), 1);
            case BOOKING -> derive(part, EntryTable.BOOKINGS.decode(uid, value), 1);
            case CANCELLATION -> derive(part, EntryTable.CANCELLATIONS.decode(uid, value), 1);
        }
    }

    /** @param change 1: is stored now; -1: was */
    private void derive(DocumentKey part, Hold hold, int change) {
        EventTypeKey key = part.eventType();
        if (!part.owns(hold.window())) {
            return;
        }
        setDue(EntryName.of(key, hold), hold.deadline(), change);
        if (change > 0) {
            occupancy.add(name(key), hold);
        } else {
            occupancy.remove(name(key), hold);
        }
    }

    private void derive(DocumentKey part, ClosedMarker marker, int change) {
        markerNames.add(hash(part, marker.uid()), change);
        if (part.owns(marker.window())) {
            setDue(EntryName.of(part.eventType(), marker), machine.deadlineOf(marker), change);
            markers.add(hash(part.eventType(), marker.window()), change);
        }
    }

    private void derive(DocumentKey part, KnownBooking known, int change) {
        EventTypeKey key = part.eventType();
        if (!known.parts(key).get(0).equals(part)) {
            return;
        }
        setDue(EntryName.of(key, known), machine.deadlineOf(known), change);
        if (known instanceof EarlyCancellation) {
            cancellations.add(part.hashCode(), change);
        } else if (known instanceof Booking booking && booking.status().isBlocking()) {
            if (change > 0) {
                occupancy.add(name(key), booking);
            } else {
                occupancy.remove(name(key), booking);
            }
        }
    }

    private void setDue(EntryName entry, Instant deadline, int change) {
        Due changed = due(entry, deadline);
        if (change > 0) {
            due.add(changed);
        } else {
            due.remove(changed);
        }
    }

    /** A deadline as it is in {@link #due()}. */
    public static Due due(EntryName entry, Instant deadline) {
        return new Due(deadline, EntryKey.InOrderOfDeadlines.of(entry));
    }

    /** The entry of a deadline in {@link #due()}. */
    public static EntryName entryOf(Due due) {
        return EntryKey.InOrderOfDeadlines.read(due.key());
    }

    private static int hash(EventTypeKey key, Window window) {
        return 31 * key.hashCode() + window.hashCode();
    }

    private static int hash(DocumentKey part, ReservationUid uid) {
        return 31 * part.hashCode() + uid.hashCode();
    }

    public DueIndex due() {
        return due;
    }

    @Override
    EventTypeName name(EventTypeKey key) {
        return cached(key).name();
    }

    private DefinitionCache.Cached cached(EventTypeKey key) {
        return definitions.get(key, this::load);
    }

    private DefinitionCache.Cached load(EventTypeKey key) {
        byte[] bytes = eventTypes.get(EntryKey.ascii(key.value()));
        return new DefinitionCache.Cached(
                EventTypeName.of(key),
                bytes == null ? Optional.empty() : Optional.of(CalendarReader.EVENT_TYPES.decode(bytes)),
                bytes == null ? 0 : bytes.length);
    }

    @Override
    public Optional<EventType> eventType(EventTypeKey key) {
        return cached(key).definition();
    }

    /**
     * Tries the parts to which a hold may belong. Thread-safe.
     *
     * @param there whether the hold is in the part of this number; asked until it says so
     * @return false if something was written meanwhile and {@code there} said no: the hold may have moved
     */
    public boolean findHold(EventTypeKey key, ReservationUid uid, IntPredicate there) {
        long before = written;
        return occupancy.findHold(EventTypeName.of(key), uid, there) || (before % 2 == 0 && written == before);
    }

    @Override
    public Optional<ClosedMarker> closed(DocumentKey part, ReservationUid uid) {
        return markerNames.atLeast(hash(part, uid)) == 0 ? Optional.empty() : super.closed(part, uid);
    }

    /** What a scan of a file that was damaged meanwhile leaves out would be left in the way of a booking. */
    @Override
    public List<Hold> holds(EventTypeKey key, Window window) {
        List<Hold> found = super.holds(key, window);
        int there = occupancy.holds(name(key), window);
        if (found.size() < there) {
            throw new StoreFailedException(
                    "the store " + StoreNames.CALENDAR_DOCUMENTS + " has " + found.size() + " of " + there + " holds");
        }
        return found;
    }

    @Override
    public int closedAtMost(EventTypeKey key, Window window) {
        return markers.atLeast(hash(key, window));
    }

    @Override
    public int cancellationsAtMost(DocumentKey part) {
        return cancellations.atLeast(part.hashCode());
    }

    /**
     * The same for other threads. Thread-safe.
     *
     * @param tables the same stores
     * @param reading gets it, and is to forget it afterwards
     * @return empty if something was written meanwhile: what was read may be of before and after it
     */
    public <T> Optional<T> read(StoredTables tables, Function<ReservationView, T> reading) {
        long before = written;
        T read = reading.apply(new StoredReservations(
                new EntryTable(tables.entries(), true), tables.eventTypes(), tables.bookingPlaces(), occupancy));
        return before % 2 == 0 && written == before ? Optional.of(read) : Optional.empty();
    }

    /** Encoded writes, which fail only if a store itself fails. */
    public final class EncodedReservations {
        private final List<TableWrite> writes = new ArrayList<>();
        private final ReservationChanges changes;
        private int convertedDocuments;

        private EncodedReservations(ReservationChanges changes) {
            this.changes = changes;
        }

        /** Runs the puts and deletes, then updates the derived data. */
        public void write() {
            long before = written;
            written = before + 1;
            writes.forEach(TableWrite::apply);
            derive();
            written = before + 2;
        }

        private void derive() {
            documents -= convertedDocuments;
            table.setWithDocuments(documents > 0);
            changes.changedHolds().forEach((name, planned) -> {
                planned.before()
                        .ifPresent(hold -> ReservationStore.this.derive(first(name.eventType(), hold), hold, -1));
                planned.after().ifPresent(hold -> ReservationStore.this.derive(first(name.eventType(), hold), hold, 1));
            });
            changes.changedMarkers().forEach((name, planned) -> {
                planned.before().ifPresent(marker -> ReservationStore.this.derive(name.part(), marker, -1));
                planned.after().ifPresent(marker -> ReservationStore.this.derive(name.part(), marker, 1));
            });
            changes.changedBookings().forEach((name, planned) -> {
                planned.before()
                        .ifPresent(known -> ReservationStore.this.derive(first(name.eventType(), known), known, -1));
                planned.after()
                        .ifPresent(known -> ReservationStore.this.derive(first(name.eventType(), known), known, 1));
            });
            changes.changedEventTypes().keySet().forEach(definitions::remove);
        }

        private static DocumentKey first(EventTypeKey key, Hold hold) {
            return DocumentKey.firstOf(key, hold.window());
        }

        private static DocumentKey first(EventTypeKey key, KnownBooking known) {
            return known.parts(key).get(0);
        }

        private void put(DocumentKey part, Kind kind, String uid, byte[] value) {
            writes.add(new TableWrite(entries, EntryKey.of(part, kind, uid), value));
        }

        private void delete(DocumentKey part, Kind kind, String uid) {
            writes.add(new TableWrite(entries, EntryKey.of(part, kind, uid), null));
        }

        private void encodeHold(EventTypeKey key, String uid, Planned<Hold> planned) {
            List<DocumentKey> after = parts(key, planned.after());
            for (DocumentKey part : parts(key, planned.before())) {
                if (!after.contains(part)) {
                    delete(part, Kind.HOLD, uid);
                }
            }
            if (planned.after().isPresent()) {
                byte[] value = EntryCodecs.encode(planned.after().get());
                after.forEach(part -> put(part, Kind.HOLD, uid, value));
            }
        }

        private static List<DocumentKey> parts(EventTypeKey key, Optional<Hold> hold) {
            return hold.isEmpty()
                    ? List.of()
                    : DocumentKey.touchedBy(key, hold.get().window());
        }

        private void encodeMarker(DocumentKey part, String uid, Planned<ClosedMarker> planned) {
            planned.after()
                    .ifPresentOrElse(
                            marker -> put(part, Kind.CLOSED, uid, EntryCodecs.encode(marker)),
                            () -> delete(part, Kind.CLOSED, uid));
        }

        private void encodeBooking(ReservationChanges.BookingName name, Planned<KnownBooking> planned) {
            EventTypeKey key = name.eventType();
            String uid = name.uid().value();
            List<DocumentKey> after =
                    planned.after().map(known -> known.parts(key)).orElse(List.of());
            Optional<Kind> kindAfter = planned.after().map(EncodedReservations::kind);
            planned.before()
                    .ifPresent(known -> known.parts(key).stream()
                            .filter(part -> !after.contains(part) || !kindAfter.equals(Optional.of(kind(known))))
                            .forEach(part -> delete(part, kind(known), uid)));
            planned.after().ifPresent(known -> {
                byte[] value = known instanceof Booking booking
                        ? EntryCodecs.encode(booking)
                        : EntryCodecs.encode((EarlyCancellation) known);
                after.forEach(part -> put(part, kind(known), uid, value));
            });
            writes.add(new TableWrite(
                    bookingPlaces,
                    EntryKey.of(key, name.uid()),
                    planned.after()
                            .map(known -> PLACES.encode(first(key, known).part()))
                            .orElse(null)));
        }

        private static Kind kind(KnownBooking known) {
            return known instanceof Booking ? Kind.BOOKING : Kind.CANCELLATION;
        }

        /** Stores the entries of the documents in these parts one by one. */
        private void convert(Set<DocumentKey> parts) {
            for (DocumentKey part : parts) {
                table.document(part).ifPresent(document -> {
                    writes.add(new TableWrite(entries, EntryKey.of(part), null));
                    document.holds().forEach(it -> put(part, Kind.HOLD, it.uid().value(), EntryCodecs.encode(it)));
                    document.closed()
                            .forEach(it -> put(part, Kind.CLOSED, it.uid().value(), EntryCodecs.encode(it)));
                    document.bookings()
                            .forEach(it -> put(part, Kind.BOOKING, it.uid().value(), EntryCodecs.encode(it)));
                    document.cancellations()
                            .forEach(it -> put(part, Kind.CANCELLATION, it.uid().value(), EntryCodecs.encode(it)));
                    convertedDocuments++;
                });
            }
        }
    }

    /**
     * Encodes changes without writing them.
     *
     * @throws StateTooLargeException if a record exceeds the size limit
     */
    public EncodedReservations encode(ReservationChanges changes) {
        var encoded = new EncodedReservations(changes);
        if (documents > 0) {
            encoded.convert(changedParts(changes));
        }
        changes.changedHolds()
                .forEach((name, planned) ->
                        encoded.encodeHold(name.eventType(), name.uid().value(), planned));
        changes.changedMarkers()
                .forEach((name, planned) ->
                        encoded.encodeMarker(name.part(), name.uid().value(), planned));
        changes.changedBookings().forEach(encoded::encodeBooking);
        changes.changedEventTypes()
                .forEach((key, type) -> encoded.writes.add(new TableWrite(
                        eventTypes, EntryKey.ascii(key.value()), CalendarReader.EVENT_TYPES.encode(type))));
        changes.changedParties()
                .forEach((name, holds) -> encoded.writes.add(new TableWrite(
                        eventTypes,
                        EntryKey.of(name.eventType(), name.party()),
                        holds.isEmpty() ? null : PARTIES.encode(holds))));
        return encoded;
    }

    private static Set<DocumentKey> changedParts(ReservationChanges changes) {
        Set<DocumentKey> parts = new LinkedHashSet<>();
        changes.changedHolds().forEach((name, planned) -> {
            parts.addAll(EncodedReservations.parts(name.eventType(), planned.before()));
            parts.addAll(EncodedReservations.parts(name.eventType(), planned.after()));
        });
        changes.changedMarkers().keySet().forEach(name -> parts.add(name.part()));
        changes.changedBookings().forEach((name, planned) -> {
            planned.before().ifPresent(known -> parts.addAll(known.parts(name.eventType())));
            planned.after().ifPresent(known -> parts.addAll(known.parts(name.eventType())));
        });
        return parts;
    }
}
