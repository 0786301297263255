package io.slotkeeper.stream;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.reservation.ReservationSettings;

/**
 * What the topology is built from.
 *
 * @param partitions of every topic
 */
public record TopologySettings(int partitions, ConversationSettings conversations, ReservationSettings reservations) {}
