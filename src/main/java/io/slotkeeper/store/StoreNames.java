package io.slotkeeper.store;

import java.util.List;
import java.util.stream.Stream;

/** Names of the state stores. A name is part of the name of a changelog topic and never changes. */
public final class StoreNames {

    /** Conversation id → conversation. */
    public static final String CONVERSATIONS = "conversations";
    /** Event type key, range of four hours → document of all entries that touch it. */
    public static final String CALENDAR_DOCUMENTS = "calendar-documents";
    /** Event type key → definition; event type key, party → its holds that count for the cap. */
    public static final String EVENT_TYPES = "event-types";
    /** Event type key, booking uid → document of the booking. */
    public static final String BOOKING_PLACES = "booking-places";

    /** One key → meta record of the partition's conversations. */
    public static final String CONVERSATION_META = "conversation-meta";
    /** One key → meta record of the partition's reservations. */
    public static final String RESERVATION_META = "reservation-meta";

    /** Stores of one small record, kept in memory only: their changelog restores it. */
    public static final List<String> OF_META = List.of(CONVERSATION_META, RESERVATION_META);

    public static final List<String> OF_CONVERSATIONS = List.of(CONVERSATIONS, CONVERSATION_META);
    public static final List<String> OF_RESERVATIONS =
            List.of(CALENDAR_DOCUMENTS, EVENT_TYPES, BOOKING_PLACES, RESERVATION_META);

    public static final List<String> ALL =
            Stream.concat(OF_CONVERSATIONS.stream(), OF_RESERVATIONS.stream()).toList();

    private StoreNames() {}
}
