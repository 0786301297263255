package io.slotkeeper.stream;

import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StoreFailedException;

/** Makes one of the next reads, writes or outputs of an instance fail, as {@link KeyValueTable} says that a store may, or
 * a producer. */
final class SimulatedFuse {

    private static final long NEVER = Long.MAX_VALUE;

    private long left = NEVER;
    private int times;

    /**
     * Sets it.
     *
     * @param operation which of those to come fails, from 1 on
     * @param howOften that many fail one after the other
     */
    void failAt(long operation, int howOften) {
        left = operation;
        times = howOften;
    }

    void remove() {
        left = NEVER;
    }

    /** Before each operation. */
    void pass() {
        if (left == NEVER || --left > 0) {
            return;
        }
        times--;
        left = times > 0 ? 1 : NEVER;
        throw new StoreFailedException("a simulated store", new IllegalStateException("on purpose"));
    }
}
