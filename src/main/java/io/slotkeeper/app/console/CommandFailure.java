package io.slotkeeper.app.console;

/**
 * Thrown if a command can't do what was requested; exit status 1. The message is written for the user, one line for
 * each problem, and is all that is printed.
 */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    /** @param cause printed with {@code --verbose} only */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
