package io.slotkeeper.store;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Thrown if state was made with other settings or by a newer version, so that this program can't or must not continue
 * with it. The message says what differs.
 */
public final class StateMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StateMismatchException(String message) {
        super(message);
    }

    StateMismatchException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Finds one among the causes of an exception, because Streams wraps exceptions. */
    public static Optional<StateMismatchException> in(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .filter(StateMismatchException.class::isInstance)
                .map(StateMismatchException.class::cast)
                .findFirst();
    }
}
