package io.slotkeeper.conversation;

import java.time.Instant;

/**
 * A participant's selection of a slot.
 *
 * @param selectedAt log time of the request
 */
public record Selection(Slot slot, Instant selectedAt) {}
