package io.slotkeeper.store;

import io.slotkeeper.request.field.Limits;

/** Thrown if a value would exceed the size limit of stored state, before anything is written. */
public final class StateTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StateTooLargeException(int bytes) {
        super("Expected a document of at most " + Limits.MAX_STATE_BYTES + " bytes but it has " + bytes);
    }
}
