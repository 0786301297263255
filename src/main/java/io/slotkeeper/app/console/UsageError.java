package io.slotkeeper.app.console;

/** What was asked makes no sense: an unknown key, a bad value, a file that isn't there. One line, exit status 2. */
public final class UsageError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }

    public UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
