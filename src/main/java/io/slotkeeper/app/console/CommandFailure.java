package io.slotkeeper.app.console;

/** The program can't do what was asked. The message is one line, written for the user, and is all that is printed. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    /** @param cause shown with {@code --verbose} only */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
