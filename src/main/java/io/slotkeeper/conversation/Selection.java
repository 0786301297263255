package io.slotkeeper.conversation;

import java.time.Instant;

/**
 * A participant's choice.
 *
 * @param slot the chosen slot
 * @param selectedAt log time of the request
 */
public record Selection(Slot slot, Instant selectedAt) {}
