package io.slotkeeper.request;

import java.util.Locale;

/** Types of causes of a change: the request types that change a conversation or a reservation, and the deadlines. */
public enum CauseType {
    CREATE_CONVERSATION,
    SELECT_SLOTS,
    WITHDRAW_SELECTION,
    CANCEL_CONVERSATION,
    SELECTION_EXPIRED,
    CONVERSATION_EXPIRED,
    RESERVE_SLOT,
    UPDATE_RESERVATION,
    RELEASE_RESERVATION,
    BOOK_SLOT,
    RECORD_BOOKING,
    RESERVATION_EXPIRED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Name on the wire. */
    public String text() {
        return text;
    }
}
