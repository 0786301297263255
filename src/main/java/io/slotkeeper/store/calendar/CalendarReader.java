package io.slotkeeper.store.calendar;

import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.state.EventTypeState;
import io.slotkeeper.store.ReadableTable;
import io.slotkeeper.store.StateCodec;
import io.slotkeeper.store.StoreNames;
import java.util.List;
import java.util.Optional;

/**
 * Reads the stores of reservations, for threads other than the processing ones. Thread-safe, as far as the stores are.
 */
public final class CalendarReader {

    static final StateCodec<EventType, EventTypeState> EVENT_TYPES = EventTypeCodec.create();

    private CalendarReader() {}

    /** @param definitions {@link StoreNames#EVENT_TYPES} */
    public static Optional<EventType> eventType(ReadableTable definitions, EventTypeKey key) {
        return Optional.ofNullable(definitions.get(EntryKey.ascii(key.value()))).map(EVENT_TYPES::decode);
    }

    /**
     * The hold with this uid, if it is in the part.
     *
     * @param entries {@link StoreNames#CALENDAR_DOCUMENTS}
     */
    public static Optional<Hold> hold(ReadableTable entries, DocumentKey part, ReservationUid uid) {
        return new EntryTable(entries, true).find(EntryTable.HOLDS, part, uid.value());
    }

    /**
     * The holds and bookings that overlap a window, and others of the parts which it touches.
     *
     * @param entries {@link StoreNames#CALENDAR_DOCUMENTS}
     */
    public static List<CalendarDocument> occupied(ReadableTable entries, EventTypeKey key, Window window) {
        var table = new EntryTable(entries, true);
        return List.of(table.occupied(key, PartSpan.narrow(window)), table.occupied(key, PartSpan.wide(window)));
    }
}
