package io.slotkeeper.process;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.store.Meta;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that decisions depend on besides the log: the number of partitions and the decision settings of both state
 * machines. None of it may change for a topic prefix (docs/spec/limits.md#decision-settings).
 *
 * @param partitions number of partitions of every topic
 */
public record DecisionSettings(int partitions, ConversationSettings conversations, ReservationSettings reservations) {

    /** These settings as text, by their names in docs/spec/limits.md, for the meta record of each partition. */
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

    /**
     * The settings that a meta record contains. One that it lacks was introduced later; its default applied to that
     * state.
     */
    public static DecisionSettings of(Meta meta) {
        Map<String, String> stored = meta.settings();
        ConversationSettings conversations = ConversationSettings.DEFAULT;
        ReservationSettings reservations = ReservationSettings.DEFAULT;
        return new DecisionSettings(
                meta.partitions(),
                new ConversationSettings(
                        duration(stored, "conversation.retention", conversations.retention()),
                        Optional.ofNullable(stored.get("conversation.max-participants"))
                                .map(Integer::valueOf)
                                .orElse(conversations.maxParticipants())),
                new ReservationSettings(
                        duration(stored, "reservation.default", reservations.defaultHold()),
                        duration(stored, "reservation.max", reservations.max()),
                        duration(stored, "reservation.max-total", reservations.maxTotal()),
                        duration(stored, "reservation.closed-retention", reservations.closedRetention()),
                        duration(stored, "booking.retention", reservations.bookingRetention())));
    }

    private static Duration duration(Map<String, String> stored, String name, Duration otherwise) {
        return Optional.ofNullable(stored.get(name)).map(Duration::parse).orElse(otherwise);
    }
}
