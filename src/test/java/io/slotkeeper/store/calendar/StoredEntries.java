package io.slotkeeper.store.calendar;

import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.store.KeyValueTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in a table of entries, found by one scan and nothing else. */
public final class StoredEntries {

    private StoredEntries() {}

    /** The entries of each part in which there are any. */
    public static Map<DocumentKey, CalendarDocument> of(KeyValueTable table) {
        Map<DocumentKey, Part> parts = new TreeMap<>();
        table.forEach((key, value) -> {
            DocumentKey where = EntryKey.part(key).orElseThrow();
            Part part = parts.computeIfAbsent(where, it -> new Part());
            if (EntryKey.isOfDocument(key, where)) {
                part.add(DocumentCodec.decode(value));
                return;
            }
            String uid = EntryKey.uid(key, where);
            switch (EntryKey.kind(key, where).orElseThrow()) {
                case HOLD -> part.holds.add(EntryCodecs.hold(uid, value));
                case CLOSED -> part.closed.add(EntryCodecs.marker(uid, value));
                case BOOKING -> part.bookings.add(EntryCodecs.booking(uid, value));
                case CANCELLATION -> part.cancellations.add(EntryCodecs.cancellation(uid, value));
            }
        });
        Map<DocumentKey, CalendarDocument> found = new TreeMap<>();
        parts.forEach((where, part) -> found.put(where, part.document()));
        return found;
    }

    private static final class Part {
        private final List<Hold> holds = new ArrayList<>();
        private final List<Booking> bookings = new ArrayList<>();
        private final List<ClosedMarker> closed = new ArrayList<>();
        private final List<EarlyCancellation> cancellations = new ArrayList<>();

        void add(CalendarDocument document) {
            holds.addAll(document.holds());
            bookings.addAll(document.bookings());
            closed.addAll(document.closed());
            cancellations.addAll(document.cancellations());
        }

        CalendarDocument document() {
            return new CalendarDocument(holds, bookings, closed, cancellations);
        }
    }
}
