package io.slotkeeper.store;

import io.slotkeeper.request.Limits;

/** A document would become too large to be written. Thrown before anything is. */
public final class StateTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StateTooLargeException(int bytes) {
        super("Expected a document of at most " + Limits.MAX_STATE_BYTES + " bytes but it has " + bytes);
    }
}
