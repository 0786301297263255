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

/** The conversations of one partition and, derived from them, what is due next. */
public final class ConversationStore implements ConversationView {

    private final KeyValueTable store;
    private final ConversationMachine machine;
    private final StateCodec<Conversation, ConversationState> codec = ConversationCodec.create();
    private final DueIndex<ConversationId> due = new DueIndex<>();

    public ConversationStore(KeyValueTable store, ConversationMachine machine) {
        this.store = store;
        this.machine = machine;
    }

    /** Makes the derived data anew by one scan. To be called once, before anything else. */
    public void rebuild() {
        store.forEach((key, value) -> {
            Conversation conversation = codec.decode(value);
            due.set(conversation.id(), Optional.of(machine.nextDeadline(conversation)));
        });
    }

    public DueIndex<ConversationId> due() {
        return due;
    }

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
        return Optional.ofNullable(store.get(key(id))).map(codec::decode);
    }

    /** Writes that are encoded and can only succeed, or fail with the store itself. */
    public final class Encoded {
        private final List<TableWrite> writes = new ArrayList<>();
        private final List<Deadline> deadlines = new ArrayList<>();

        private record Deadline(ConversationId id, Optional<Instant> next) {}

        private Encoded() {}

        /** Straight-line puts and deletes. */
        public void write() {
            writes.forEach(TableWrite::apply);
            deadlines.forEach(deadline -> due.set(deadline.id(), deadline.next()));
        }
    }

    /** @param changed what to store; empty: delete */
    public Encoded encode(Map<ConversationId, Optional<Conversation>> changed) {
        var encoded = new Encoded();
        changed.forEach((id, conversation) -> {
            encoded.writes.add(new TableWrite(
                    store, key(id), conversation.map(codec::encode).orElse(null)));
            encoded.deadlines.add(new Encoded.Deadline(id, conversation.map(machine::nextDeadline)));
        });
        return encoded;
    }

    static byte[] key(ConversationId id) {
        return id.value().getBytes(StandardCharsets.US_ASCII);
    }
}
