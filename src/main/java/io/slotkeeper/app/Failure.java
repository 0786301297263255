package io.slotkeeper.app;

/** The program can't do what was asked. The message is one line, written for the user, and is all that is printed. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    /** @param cause shown with {@code --verbose} only */
    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
