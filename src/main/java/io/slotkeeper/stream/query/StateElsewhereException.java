package io.slotkeeper.stream.query;

/**
 * Thrown if the state of a partition can't be read here now: another instance owns it, it is moving, or it is being
 * restored.
 */
public final class StateElsewhereException extends Exception {

    private static final long serialVersionUID = 1;

    StateElsewhereException(String message) {
        super(message);
    }

    StateElsewhereException(Throwable cause) {
        super(cause);
    }
}
