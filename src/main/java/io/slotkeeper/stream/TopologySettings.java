package io.slotkeeper.stream;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.reservation.ReservationSettings;

/**
 * What the topology has to know before it processes anything. None of it may change for a topic prefix: decisions depend
 * on it (limits.md, "Decision settings").
 *
 * @param partitions of every topic
 */
public record TopologySettings(int partitions, ConversationSettings conversations, ReservationSettings reservations) {}
