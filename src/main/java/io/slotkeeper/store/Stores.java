package io.slotkeeper.store;

import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The state stores by name. A name is part of a changelog topic's name: it never changes. */
public final class Stores {

    /** Conversation id → conversation. */
    public static final String CONVERSATIONS = "conversations";
    /** Event type key, four hours → all that touches them. */
    public static final String CALENDAR_DOCUMENTS = "calendar-documents";
    /** Event type key → definition. */
    public static final String EVENT_TYPES = "event-types";
    /** Event type key, booking uid → where the booking stands. */
    public static final String BOOKING_PLACES = "booking-places";

    private Stores() {}

    public static List<StoreBuilder<KeyValueStore<byte[], byte[]>>> ofConversations() {
        return List.of(builder(CONVERSATIONS));
    }

    public static List<StoreBuilder<KeyValueStore<byte[], byte[]>>> ofReservations() {
        return List.of(builder(CALENDAR_DOCUMENTS), builder(EVENT_TYPES), builder(BOOKING_PLACES));
    }

    /** Bytes in and out: encoding is done before the first write, where a failure can still become a refusal. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> builder(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withCachingDisabled();
    }
}
