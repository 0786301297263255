package io.slotkeeper.store.calendar;

import io.slotkeeper.occupancy.EventTypeName;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decoded definitions of event types, those that were asked for last: every request needs one, and decoding it takes as
 * long as deciding. Also keeps that there is none. Bounded by the bytes of the stored definitions. Not thread-safe.
 */
final class DefinitionCache {

    /** Of stored definitions and keys of one partition; decoded they take some three times as much. */
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    /** What an entry takes besides its definition. */
    private static final int BYTES_PER_ENTRY = 100;

    record Cached(EventTypeName name, Optional<EventType> definition, int bytes) {}

    private static final float LOAD_FACTOR = 0.75f;

    private final Map<EventTypeKey, Cached> entries = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private int bytes;

    Cached get(EventTypeKey key, Function<EventTypeKey, Cached> load) {
        Cached cached = entries.get(key);
        if (cached == null) {
            cached = load.apply(key);
            put(key, cached);
        }
        return cached;
    }

    void remove(EventTypeKey key) {
        Cached removed = entries.remove(key);
        if (removed != null) {
            bytes -= removed.bytes() + BYTES_PER_ENTRY;
        }
    }

    private void put(EventTypeKey key, Cached cached) {
        entries.put(key, cached);
        bytes += cached.bytes() + BYTES_PER_ENTRY;
        var eldest = entries.entrySet().iterator();
        while (bytes > MAX_BYTES) {
            bytes -= eldest.next().getValue().bytes() + BYTES_PER_ENTRY;
            eldest.remove();
        }
    }
}
