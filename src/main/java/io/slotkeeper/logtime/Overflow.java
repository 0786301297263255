package io.slotkeeper.logtime;

import java.util.List;

/**
 * Ordered deadlines that have no place in memory. Holds nothing that couldn't be made anew, so it need not survive the
 * index it belongs to. Not thread-safe.
 */
public interface Overflow extends AutoCloseable {

    void add(Due due);

    /** Does nothing if it isn't there. */
    void remove(Due due);

    /** Removes and returns the first ones, in order: {@code count}, or all if there are fewer. */
    List<Due> take(int count);

    /** Deletes everything. */
    @Override
    void close();
}
