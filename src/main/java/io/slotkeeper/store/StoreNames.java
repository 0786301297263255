package io.slotkeeper.store;

import java.util.List;

/** The state stores by name. A name is part of a changelog topic's name: it never changes. */
public final class StoreNames {

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

    /** Those that hold one small record, which a changelog gives back: they need no disk. */
    public static final List<String> OF_META = List.of(CONVERSATION_META, RESERVATION_META);

    public static final List<String> OF_CONVERSATIONS = List.of(CONVERSATIONS, CONVERSATION_META);
    public static final List<String> OF_RESERVATIONS =
            List.of(CALENDAR_DOCUMENTS, EVENT_TYPES, BOOKING_PLACES, RESERVATION_META);

    private StoreNames() {}
}
