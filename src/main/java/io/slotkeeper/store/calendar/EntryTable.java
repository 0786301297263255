package io.slotkeeper.store.calendar;

import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EntryName.Kind;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.store.ReadableTable;
import io.slotkeeper.store.StoreNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the stored entries of calendars: each has a record of its own for each part that it touches. Documents, in which
 * former versions stored all entries of a part together, are read too. As thread-safe as the store.
 */
final class EntryTable {

    /** How the entries of one kind are stored. */
    static final class Shape<T> {
        private final Kind kind;
        private final Decoder<T> decoder;
        private final Function<CalendarDocument, List<T>> inDocument;
        private final Function<T, String> uid;

        private Shape(
                Kind kind,
                Decoder<T> decoder,
                Function<CalendarDocument, List<T>> inDocument,
                Function<T, String> uid) {
            this.kind = kind;
            this.decoder = decoder;
            this.inDocument = inDocument;
            this.uid = uid;
        }

        T decode(String name, byte[] bytes) {
            return decoder.decode(name, bytes);
        }
    }

    private interface Decoder<T> {
        T decode(String uid, byte[] bytes);
    }

    static final Shape<Hold> HOLDS = new Shape<>(
            Kind.HOLD,
            EntryCodecs::hold,
            CalendarDocument::holds,
            hold -> hold.uid().value());
    static final Shape<ClosedMarker> MARKERS = new Shape<>(
            Kind.CLOSED,
            EntryCodecs::marker,
            CalendarDocument::closed,
            marker -> marker.uid().value());
    static final Shape<Booking> BOOKINGS = new Shape<>(
            Kind.BOOKING,
            EntryCodecs::booking,
            CalendarDocument::bookings,
            booking -> booking.uid().value());
    static final Shape<EarlyCancellation> CANCELLATIONS = new Shape<>(
            Kind.CANCELLATION,
            EntryCodecs::cancellation,
            CalendarDocument::cancellations,
            it -> it.uid().value());

    private final ReadableTable records;

    /** Whether there may be documents; while there are none, nothing looks for them. */
    private boolean withDocuments;

    /**
     * @param records of {@link StoreNames#CALENDAR_DOCUMENTS}
     * @param withDocuments whether there may be documents
     */
    EntryTable(ReadableTable records, boolean withDocuments) {
        this.records = records;
        this.withDocuments = withDocuments;
    }

    void setWithDocuments(boolean withDocuments) {
        this.withDocuments = withDocuments;
    }

    <T> Optional<T> find(Shape<T> shape, DocumentKey part, String uid) {
        byte[] bytes = records.get(EntryKey.of(part, shape.kind, uid));
        return bytes != null
                ? Optional.of(shape.decode(uid, bytes))
                : document(part)
                        .flatMap(document -> shape.inDocument.apply(document).stream()
                                .filter(entry -> shape.uid.apply(entry).equals(uid))
                                .findFirst());
    }

    /** The document of a part in which nothing has changed since it was written. */
    Optional<CalendarDocument> document(DocumentKey part) {
        byte[] bytes = withDocuments ? records.get(EntryKey.of(part)) : null;
        return bytes == null ? Optional.empty() : Optional.of(DocumentCodec.decode(bytes));
    }

    /** The entries of one kind in a part. */
    <T> List<T> all(Shape<T> shape, DocumentKey part) {
        List<T> all = new ArrayList<>(document(part).map(shape.inDocument).orElse(List.of()));
        records.range(
                EntryKey.first(part, shape.kind),
                EntryKey.last(part, shape.kind),
                (key, value) -> all.add(shape.decode(EntryKey.uid(key, part), value)));
        return all;
    }

    /** The holds and bookings in consecutive parts. */
    CalendarDocument occupied(EventTypeKey eventType, PartSpan span) {
        // Numbers of wide parts run backwards.
        int first = Math.min(span.number(span.first()), span.number(span.last()));
        int last = Math.max(span.number(span.first()), span.number(span.last()));
        List<Hold> holds = new ArrayList<>();
        List<Booking> bookings = new ArrayList<>();
        records.range(
                EntryKey.of(new DocumentKey(eventType, first)),
                EntryKey.last(new DocumentKey(eventType, last)),
                (key, value) -> {
                    DocumentKey part = EntryKey.part(key).orElseThrow();
                    if (EntryKey.isOfDocument(key, part)) {
                        CalendarDocument document = DocumentCodec.decode(value);
                        holds.addAll(document.holds());
                        bookings.addAll(document.bookings());
                    } else {
                        switch (EntryKey.kind(key, part).orElseThrow()) {
                            case HOLD -> holds.add(HOLDS.decode(EntryKey.uid(key, part), value));
                            case BOOKING -> bookings.add(BOOKINGS.decode(EntryKey.uid(key, part), value));
                            case CLOSED, CANCELLATION -> {}
                        }
                    }
                });
        return new CalendarDocument(holds, bookings, List.of(), List.of());
    }
}
