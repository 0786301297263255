package io.slotkeeper.request;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** @throws IllegalArgumentException if there is none of this name */
    public static CauseType named(String text) {
        CauseType type = BY_TEXT.get(text);
        if (type == null) {
            throw new IllegalArgumentException("Expected the name of a cause");
        }
        return type;
    }

    private static final Map<String, CauseType> BY_TEXT =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(CauseType::text, Function.identity()));
}
