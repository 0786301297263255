package io.slotkeeper.app.console;

/**
 * Thrown if a command is used wrongly: an unknown key, an invalid value, a missing file; exit status 2. The message is
 * one line for the user.
 */
public final class UsageError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }

    public UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
