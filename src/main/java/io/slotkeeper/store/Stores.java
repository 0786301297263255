package io.slotkeeper.store;

import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
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

    /** One key → what the conversations of the partition were made with. */
    public static final String CONVERSATION_META = "conversation-meta";
    /** One key → what the reservations of the partition were made with. */
    public static final String RESERVATION_META = "reservation-meta";

    private Stores() {}

    public static List<StoreBuilder<KeyValueStore<byte[], byte[]>>> ofConversations() {
        return List.of(builder(CONVERSATIONS), metaBuilder(CONVERSATION_META));
    }

    public static List<StoreBuilder<KeyValueStore<byte[], byte[]>>> ofReservations() {
        return List.of(
                builder(CALENDAR_DOCUMENTS),
                builder(EVENT_TYPES),
                builder(BOOKING_PLACES),
                metaBuilder(RESERVATION_META));
    }

    /** Bytes in and out: encoding is done before the first write, where a failure can still become a refusal. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> builder(String name) {
        return builder(org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name));
    }

    /** In memory: it is one record, which its changelog gives back. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> metaBuilder(String name) {
        return builder(org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name));
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> builder(KeyValueBytesStoreSupplier supplier) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        supplier, Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled();
    }
}
