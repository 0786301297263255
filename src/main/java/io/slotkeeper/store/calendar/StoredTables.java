package io.slotkeeper.store.calendar;

import io.slotkeeper.store.ReadableTable;
import io.slotkeeper.store.StoreNames;
import java.util.function.Function;

/**
 * The stores of a partition's reservations, as whoever reads them may read them.
 *
 * @param entries {@link StoreNames#CALENDAR_DOCUMENTS}
 * @param eventTypes {@link StoreNames#EVENT_TYPES}
 * @param bookingPlaces {@link StoreNames#BOOKING_PLACES}
 */
public record StoredTables(ReadableTable entries, ReadableTable eventTypes, ReadableTable bookingPlaces) {

    /** @param tables by their names */
    public static StoredTables of(Function<String, ? extends ReadableTable> tables) {
        return new StoredTables(
                tables.apply(StoreNames.CALENDAR_DOCUMENTS),
                tables.apply(StoreNames.EVENT_TYPES),
                tables.apply(StoreNames.BOOKING_PLACES));
    }
}
