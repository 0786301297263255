package io.slotkeeper.store;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.request.Party;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationChanges;
import io.slotkeeper.reservation.calendar.ReservationChanges.HoldName;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.ReservationView;
import io.slotkeeper.state.BookingPlaceState;
import io.slotkeeper.state.CalendarDocumentState;
import io.slotkeeper.state.EventTypeState;
import io.slotkeeper.state.PartyHoldsState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Event types, holds and bookings of one partition and, derived from them, the index of deadlines and the document of
 * each hold. Not thread-safe, except {@link #documentOfHold}.
 */
public final class ReservationStore implements ReservationView {

    private static final char SEPARATOR = '/';

    private final KeyValueTable documents;
    private final KeyValueTable eventTypes;
    private final KeyValueTable bookingPlaces;
    private final ReservationMachine machine;

    private final StateCodec<CalendarDocument, CalendarDocumentState> documentCodec = DocumentCodec.create();
    private final StateCodec<EventType, EventTypeState> eventTypeCodec = EventTypeCodec.create();
    private final StateCodec<PartyHolds, PartyHoldsState> partyCodec = PartyHoldsCodec.create();
    private final StateCodec<Integer, BookingPlaceState> placeCodec = placeCodec();

    private final DueIndex<DocumentKey> due = new DueIndex<>();
    /** Written by the processing thread, read by any. */
    private final Map<HoldName, DocumentKey> holds = new ConcurrentHashMap<>();

    static StateCodec<Integer, BookingPlaceState> placeCodec() {
        return new StateCodec<>(
                BookingPlaceState.getClassSchema(), part -> new BookingPlaceState(part), BookingPlaceState::getPart);
    }

    public ReservationStore(
            KeyValueTable documents,
            KeyValueTable eventTypes,
            KeyValueTable bookingPlaces,
            ReservationMachine machine) {
        this.documents = documents;
        this.eventTypes = eventTypes;
        this.bookingPlaces = bookingPlaces;
        this.machine = machine;
    }

    /**
     * Rebuilds the derived data by one scan. To be called once, before anything else.
     *
     * @return how many documents can't be read because nobody of ours wrote them; they are passed over
     */
    public int rebuild() {
        int[] unreadable = {0};
        documents.forEach((bytes, value) -> {
            Optional<DocumentKey> key = documentKey(bytes);
            Optional<CalendarDocument> document = documentCodec.ifReadable(value);
            if (key.isPresent() && document.isPresent()) {
                derive(key.get(), document.get());
            } else {
                unreadable[0]++;
            }
        });
        return unreadable[0];
    }

    private void derive(DocumentKey key, CalendarDocument document) {
        due.set(key, machine.nextDeadline(key, document));
        for (Hold hold : document.holds()) {
            DocumentKey first = DocumentKey.firstOf(key.eventType(), hold.window());
            holds.put(new HoldName(key.eventType(), hold.uid()), first);
        }
    }

    public DueIndex<DocumentKey> due() {
        return due;
    }

    /** The document of each hold: derived data, always equal to what a scan of the documents would give. */
    Map<HoldName, DocumentKey> holds() {
        return Collections.unmodifiableMap(holds);
    }

    @Override
    public Optional<EventType> eventType(EventTypeKey key) {
        return Optional.ofNullable(eventTypes.get(bytes(key.value()))).map(eventTypeCodec::decode);
    }

    @Override
    public CalendarDocument document(DocumentKey key) {
        return Optional.ofNullable(documents.get(bytes(key)))
                .map(documentCodec::decode)
                .orElse(CalendarDocument.EMPTY);
    }

    @Override
    public Optional<DocumentKey> documentOfHold(EventTypeKey key, ReservationUid uid) {
        return Optional.ofNullable(holds.get(new HoldName(key, uid)));
    }

    @Override
    public Optional<DocumentKey> documentOfBooking(EventTypeKey key, BookingUid uid) {
        return Optional.ofNullable(bookingPlaces.get(bytes(key, uid)))
                .map(placeCodec::decode)
                .map(part -> new DocumentKey(key, part));
    }

    @Override
    public PartyHolds holdsOf(EventTypeKey key, Party party) {
        return Optional.ofNullable(eventTypes.get(bytes(key, party)))
                .map(partyCodec::decode)
                .orElse(PartyHolds.NONE);
    }

    /** Encoded writes, which fail only if a store itself fails. */
    public final class EncodedReservations {
        private final List<TableWrite> writes = new ArrayList<>();
        private final Map<DocumentKey, Optional<Instant>> deadlines = new HashMap<>();
        private final Map<HoldName, Optional<DocumentKey>> moves;

        private EncodedReservations(Map<HoldName, Optional<DocumentKey>> moves) {
            this.moves = moves;
        }

        /** Runs the puts and deletes, then updates the derived data. */
        public void write() {
            writes.forEach(TableWrite::apply);
            deadlines.forEach(due::set);
            moves.forEach((name, where) ->
                    where.ifPresentOrElse(document -> holds.put(name, document), () -> holds.remove(name)));
        }
    }

    /**
     * Encodes changes without writing them.
     *
     * @throws StateTooLargeException if a document exceeds the size limit
     */
    public EncodedReservations encode(ReservationChanges changes) {
        var encoded = new EncodedReservations(changes.changedHolds());
        changes.changedDocuments().forEach((key, document) -> {
            encoded.writes.add(
                    new TableWrite(documents, bytes(key), document.isEmpty() ? null : documentCodec.encode(document)));
            encoded.deadlines.put(key, machine.nextDeadline(key, document));
        });
        changes.changedEventTypes()
                .forEach((key, type) -> encoded.writes.add(
                        new TableWrite(eventTypes, bytes(key.value()), eventTypeCodec.encode(type))));
        changes.changedParties()
                .forEach((name, holds) -> encoded.writes.add(new TableWrite(
                        eventTypes,
                        bytes(name.eventType(), name.party()),
                        holds.isEmpty() ? null : partyCodec.encode(holds))));
        changes.changedBookings()
                .forEach((name, where) -> encoded.writes.add(new TableWrite(
                        bookingPlaces,
                        bytes(name.eventType(), name.uid()),
                        where.map(DocumentKey::part).map(placeCodec::encode).orElse(null))));
        return encoded;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(EventTypeKey key, BookingUid uid) {
        return bytes(key.value() + SEPARATOR + uid.value());
    }

    /** Beside the event type, whose key has no separator in it. */
    static byte[] bytes(EventTypeKey key, Party party) {
        return (key.value() + SEPARATOR + party.value()).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(DocumentKey key) {
        byte[] eventType = bytes(key.eventType().value());
        return ByteBuffer.allocate(eventType.length + 1 + Integer.BYTES)
                .put(eventType)
                .put((byte) SEPARATOR)
                .putInt(key.part())
                .array();
    }

    /** Empty if it is none of ours. */
    private static Optional<DocumentKey> documentKey(byte[] bytes) {
        int length = bytes.length - 1 - Integer.BYTES;
        if (length < 0) {
            return Optional.empty();
        }
        return Optional.of(new String(bytes, 0, length, StandardCharsets.US_ASCII))
                .filter(EventTypeKey::isCanonical)
                .map(text -> new DocumentKey(
                        new EventTypeKey(text), ByteBuffer.wrap(bytes).getInt(length + 1)));
    }
}
