package io.slotkeeper.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Planned, unwritten changes: a layer over a view of the state, which shows the state after them. The caller writes and
 * emits them, or drops them without any effect. Not thread-safe.
 */
public final class ConversationChanges implements ConversationView {

    private final ConversationView base;
    /** What was read of the base: a decision asks for the same conversation several times. */
    private final Map<ConversationId, Optional<Conversation>> read = new HashMap<>();

    private final Map<ConversationId, Optional<Conversation>> changed = new LinkedHashMap<>();
    private final List<ConversationEvent> events = new ArrayList<>();

    public ConversationChanges(ConversationView base) {
        this.base = base;
    }

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
        Optional<Conversation> after = changed.get(id);
        return after != null ? after : before(id);
    }

    /** The conversation before the changes. */
    public Optional<Conversation> before(ConversationId id) {
        return read.computeIfAbsent(id, base::conversation);
    }

    /** Changed conversations; an empty one is to be deleted. */
    public Map<ConversationId, Optional<Conversation>> changed() {
        return Collections.unmodifiableMap(changed);
    }

    /** Events to be emitted, in this order: one for each revision. */
    public List<ConversationEvent> events() {
        return Collections.unmodifiableList(events);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Adds the next revision of a conversation; empty: it is deleted because its retention is over. */
    void put(ConversationId id, Optional<Conversation> next) {
        changed.put(id, next);
        events.add(new ConversationEvent(id, next));
    }
}
