package io.slotkeeper.store;

/**
 * Thrown if a store can't be read or written. No record is the cause: whatever was done for one has to be rolled back and
 * done again, by whoever has the partition then. A refusal would be a decision that no replay gives.
 */
public final class StoreFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong with it */
    public StoreFailedException(String message) {
        super(message);
    }

    /** @param what can't be used */
    public StoreFailedException(String what, Throwable cause) {
        super(what + " can't be used: " + cause.getMessage(), cause);
    }
}
