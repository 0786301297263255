package io.slotkeeper.store;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationChanges;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.ConversationMachine;
import io.slotkeeper.conversation.ConversationView;
import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.Overflow;
import io.slotkeeper.state.ConversationState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The conversations of one partition and, derived from them, the index of their deadlines. Not thread-safe. */
public final class ConversationStore implements ConversationView {

    private final KeyValueTable store;
    private final ConversationMachine machine;
    private final StateCodec<Conversation, ConversationState> codec = ConversationCodec.create();
    private final DueIndex due;

    public ConversationStore(KeyValueTable store, Supplier<Overflow> overflow, ConversationMachine machine) {
        this.store = store;
        this.machine = machine;
        this.due = new DueIndex(overflow);
    }

    /**
     * Rebuilds the derived data by one scan. To be called once, before anything else.
     *
     * @return how many conversations can't be read because nobody of ours wrote them; they are passed over
     */
    public int rebuild() {
        int[] unreadable = {0};
        store.forEach((key, value) -> codec.ifReadable(value)
                .ifPresentOrElse(conversation -> due.add(due(conversation)), () -> unreadable[0]++));
        return unreadable[0];
    }

    public DueIndex due() {
        return due;
    }

    /** The next deadline of a conversation as it is in {@link #due()}. */
    public Due due(Conversation conversation) {
        return new Due(machine.nextDeadline(conversation), key(conversation.id()));
    }

    /** The conversation of a deadline in {@link #due()}. */
    public static ConversationId idOf(Due due) {
        return new ConversationId(new String(due.key(), StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
        return Optional.ofNullable(store.get(key(id))).map(codec::decode);
    }

    /** Encoded writes, which fail only if the store itself fails. */
    public final class EncodedConversations {
        private final List<TableWrite> writes = new ArrayList<>();
        private final ConversationChanges changes;

        private EncodedConversations(ConversationChanges changes) {
            this.changes = changes;
        }

        /** Runs the puts and deletes, then updates the derived data. */
        public void write() {
            writes.forEach(TableWrite::apply);
            changes.changed().forEach((id, after) -> {
                changes.before(id).ifPresent(conversation -> due.remove(due(conversation)));
                after.ifPresent(conversation -> due.add(due(conversation)));
            });
        }
    }

    /**
     * Encodes changes without writing them.
     *
     * @throws StateTooLargeException if a conversation exceeds the size limit
     */
    public EncodedConversations encode(ConversationChanges changes) {
        // Read before they are overwritten.
        changes.changed().keySet().forEach(changes::before);
        var encoded = new EncodedConversations(changes);
        changes.changed()
                .forEach((id, conversation) -> encoded.writes.add(new TableWrite(
                        store, key(id), conversation.map(codec::encode).orElse(null))));
        return encoded;
    }

    static byte[] key(ConversationId id) {
        return id.value().getBytes(StandardCharsets.US_ASCII);
    }
}
