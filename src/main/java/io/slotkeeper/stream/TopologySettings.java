package io.slotkeeper.stream;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.store.Meta;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the topology has to know before it processes anything. None of it may change for a topic prefix: decisions depend
 * on it (limits.md, "Decision settings").
 *
 * @param partitions of every topic
 */
public record TopologySettings(int partitions, ConversationSettings conversations, ReservationSettings reservations) {

    /** All of it as text, with the names of limits.md, for the meta record of each partition. */
    public Meta meta() {
        return Meta.of(
                partitions,
                new TreeMap<>(Map.of(
                        "reservation.default", reservations.defaultHold().toString(),
                        "reservation.max", reservations.max().toString(),
                        "reservation.max-total", reservations.maxTotal().toString(),
                        "reservation.closed-retention",
                                reservations.closedRetention().toString(),
                        "booking.retention", reservations.bookingRetention().toString(),
                        "conversation.retention", conversations.retention().toString(),
                        "conversation.max-participants", Integer.toString(conversations.maxParticipants()))));
    }
}
