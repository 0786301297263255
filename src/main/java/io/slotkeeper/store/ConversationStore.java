package io.slotkeeper.store;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.ConversationMachine;
import io.slotkeeper.conversation.ConversationView;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.state.ConversationState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conversations of one partition and, derived from them, the index of their deadlines. Not thread-safe. */
public final class ConversationStore implements ConversationView {

    private final KeyValueTable store;
    private final ConversationMachine machine;
    private final StateCodec<Conversation, ConversationState> codec = ConversationCodec.create();
    private final DueIndex<ConversationId> due = new DueIndex<>();

    public ConversationStore(KeyValueTable store, ConversationMachine machine) {
        this.store = store;
        this.machine = machine;
    }

    /**
     * Rebuilds the derived data by one scan. To be called once, before anything else.
     *
     * @return how many conversations can't be read because nobody of ours wrote them; they are passed over
     */
    public int rebuild() {
        int[] unreadable = {0};
        store.forEach((key, value) -> codec.ifReadable(value)
                .ifPresentOrElse(
                        conversation -> due.set(conversation.id(), Optional.of(machine.nextDeadline(conversation))),
                        () -> unreadable[0]++));
        return unreadable[0];
    }

    public DueIndex<ConversationId> due() {
        return due;
    }

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
        return Optional.ofNullable(store.get(key(id))).map(codec::decode);
    }

    /** Encoded writes, which fail only if the store itself fails. */
    public final class EncodedConversations {
        private final List<TableWrite> writes = new ArrayList<>();
        private final List<Deadline> deadlines = new ArrayList<>();

        private record Deadline(ConversationId id, Optional<Instant> next) {}

        private EncodedConversations() {}

        /** Runs the puts and deletes, then updates the derived data. */
        public void write() {
            writes.forEach(TableWrite::apply);
            deadlines.forEach(deadline -> due.set(deadline.id(), deadline.next()));
        }
    }

    /**
     * Encodes changes without writing them.
     *
     * @param changed conversations to store; an empty one is deleted
     * @throws StateTooLargeException if a conversation exceeds the size limit
     */
    public EncodedConversations encode(Map<ConversationId, Optional<Conversation>> changed) {
        var encoded = new EncodedConversations();
        changed.forEach((id, conversation) -> {
            encoded.writes.add(new TableWrite(
                    store, key(id), conversation.map(codec::encode).orElse(null)));
            encoded.deadlines.add(new EncodedConversations.Deadline(id, conversation.map(machine::nextDeadline)));
        });
        return encoded;
    }

    static byte[] key(ConversationId id) {
        return id.value().getBytes(StandardCharsets.US_ASCII);
    }
}
