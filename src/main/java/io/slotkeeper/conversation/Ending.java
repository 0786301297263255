package io.slotkeeper.conversation;

import java.time.Instant;
import java.util.Optional;

/** What ended a conversation. */
public sealed interface Ending {

    /** When it ended, in log time; its retention counts from here. */
    Instant at();

    /** Why somebody called it off, if they said so. */
    default Optional<String> cancelReason() {
        return this instanceof Cancelled cancelled ? cancelled.reason() : Optional.empty();
    }

    /** All agreed on this slot. */
    record Completed(Slot chosen, Instant at) implements Ending {}

    /** Somebody called it off. */
    record Cancelled(Optional<String> reason, Instant at) implements Ending {}

    /** The last slot started before all agreed, at this time. */
    record Expired(Instant at) implements Ending {}
}
