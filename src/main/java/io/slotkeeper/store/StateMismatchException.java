package io.slotkeeper.store;

import java.util.Optional;
import java.util.stream.Stream;

/** The state was made by something that this program must not, or can't, go on for. The message says what differs. */
public final class StateMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StateMismatchException(String message) {
        super(message);
    }

    StateMismatchException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Finds it under the exceptions that Streams wraps around it. */
    public static Optional<StateMismatchException> in(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .filter(StateMismatchException.class::isInstance)
                .map(StateMismatchException.class::cast)
                .findFirst();
    }
}
