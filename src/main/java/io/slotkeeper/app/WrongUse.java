package io.slotkeeper.app;

/** What was asked makes no sense: an unknown key, a bad value, a file that isn't there. One line, exit status 2. */
public final class WrongUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongUse(String message) {
        super(message);
    }

    public WrongUse(String message, Throwable cause) {
        super(message, cause);
    }
}
