package io.slotkeeper.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes that are planned but not made: a layer over the state that shows them. Nothing is written; whoever holds them
 * writes them, or drops them and nothing has happened.
 */
public final class ConversationChanges implements ConversationView {

    private final ConversationView base;
    private final Map<ConversationId, Optional<Conversation>> changed = new LinkedHashMap<>();
    private final List<ConversationEvent> events = new ArrayList<>();

    public ConversationChanges(ConversationView base) {
        this.base = base;
    }

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
        Optional<Conversation> after = changed.get(id);
        return after != null ? after : base.conversation(id);
    }

    /** Conversations as they are after the changes; an empty one is to be deleted. */
    public Map<ConversationId, Optional<Conversation>> changed() {
        return Collections.unmodifiableMap(changed);
    }

    /** What is to be emitted, in this order: one event for each revision. */
    public List<ConversationEvent> events() {
        return Collections.unmodifiableList(events);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** The next revision, or empty: forgotten. */
    void put(ConversationId id, Optional<Conversation> next) {
        changed.put(id, next);
        events.add(new ConversationEvent(id, next));
    }
}
