package io.slotkeeper.request;

import java.util.Locale;

/** What can change a conversation or a reservation: a type of request, or a deadline. */
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

    /** The name on the wire. */
    public String text() {
        return text;
    }
}
