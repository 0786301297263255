package io.slotkeeper.conversation;

import java.time.Instant;
import java.util.Optional;

/** How a conversation ended. */
public sealed interface Ending {

    /** Log time at which it ended, from which its retention counts. */
    Instant at();

    /** Reason of a cancellation; empty if none was sent or it ended in another way. */
    default Optional<String> cancelReason() {
        return this instanceof Cancelled cancelled ? cancelled.reason() : Optional.empty();
    }

    /** All manual participants have selected the same slot; without any, the earliest slot is chosen. */
    record Completed(Slot chosen, Instant at) implements Ending {}

    /** A request cancelled it. */
    record Cancelled(Optional<String> reason, Instant at) implements Ending {}

    /** The last slot started, at this time, before all participants agreed. */
    record Expired(Instant at) implements Ending {}
}
