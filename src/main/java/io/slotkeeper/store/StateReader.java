package io.slotkeeper.store;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.state.CalendarDocumentState;
import io.slotkeeper.state.ConversationState;
import io.slotkeeper.state.EventTypeState;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads single values of the stores, for threads other than the processing ones. Thread-safe, as far as the stores are.
 */
public final class StateReader {

    private static final StateCodec<Conversation, ConversationState> CONVERSATIONS = ConversationCodec.create();
    private static final StateCodec<CalendarDocument, CalendarDocumentState> DOCUMENTS = DocumentCodec.create();
    private static final StateCodec<EventType, EventTypeState> EVENT_TYPES = EventTypeCodec.create();

    private StateReader() {}

    /** Looks up the value of a key in one store; null if there is none. */
    public interface Values extends UnaryOperator<byte[]> {}

    /** @param values of {@link StoreNames#CONVERSATIONS} */
    public static Optional<Conversation> conversation(Values values, ConversationId id) {
        return Optional.ofNullable(values.apply(ConversationStore.key(id))).map(CONVERSATIONS::decode);
    }

    /** @param values of {@link StoreNames#EVENT_TYPES} */
    public static Optional<EventType> eventType(Values values, EventTypeKey key) {
        return Optional.ofNullable(values.apply(ReservationStore.bytes(key.value())))
                .map(EVENT_TYPES::decode);
    }

    /** @param values of {@link StoreNames#CALENDAR_DOCUMENTS} */
    public static CalendarDocument document(Values values, DocumentKey key) {
        return Optional.ofNullable(values.apply(ReservationStore.bytes(key)))
                .map(DOCUMENTS::decode)
                .orElse(CalendarDocument.EMPTY);
    }
}
