package io.slotkeeper.stream.query;

/** A partition's state can't be read here now: it is another instance's, or moving, or still being restored. */
public final class StateElsewhereException extends Exception {

    private static final long serialVersionUID = 1;

    StateElsewhereException(String message) {
        super(message);
    }

    StateElsewhereException(Throwable cause) {
        super(cause);
    }
}
