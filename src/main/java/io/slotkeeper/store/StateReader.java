package io.slotkeeper.store;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.state.ConversationState;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads single values of the stores, for threads other than the processing ones. Thread-safe, as far as the stores are.
 */
public final class StateReader {

    private static final StateCodec<Conversation, ConversationState> CONVERSATIONS = ConversationCodec.create();

    private StateReader() {}

    /** Looks up the value of a key in one store; null if there is none. */
    public interface Values extends UnaryOperator<byte[]> {}

    /** @param values of {@link StoreNames#CONVERSATIONS} */
    public static Optional<Conversation> conversation(Values values, ConversationId id) {
        return Optional.ofNullable(values.apply(ConversationStore.key(id))).map(CONVERSATIONS::decode);
    }
}
