package io.slotkeeper.store;

/** A document would become too large to be written. Thrown before anything is. */
public final class StateTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StateTooLargeException(int bytes) {
        super("Expected a document of at most " + StateCodec.MAX_BYTES + " bytes but it has " + bytes);
    }
}
