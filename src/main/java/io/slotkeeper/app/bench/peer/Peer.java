package io.slotkeeper.app.bench.peer;

import java.time.Duration;

/** Something else that reserves slots, running. */
interface Peer extends AutoCloseable {

    /** What it promises about a slot that it has answered as reserved, in a sentence. */
    String guarantees();

    /**
     * Reserves slots for some time, all different, as fast as its clients get answers.
     *
     * @return how many were reserved a second
     */
    double reserve(Duration time) throws InterruptedException;

    /** Its process has ended and its data are gone when this returns. */
    @Override
    void close();
}
