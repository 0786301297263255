package io.slotkeeper.replay;

import io.slotkeeper.process.OutputRecord;
import java.util.Optional;

/** The records that one partition of an output topic still holds, compared with emitted records one by one. */
interface Outputs extends AutoCloseable {

    /**
     * Compares the next emitted record.
     *
     * @param offset of the log record that emitted it
     * @return the mismatch, if there is one; nothing may be compared after it
     */
    Optional<Mismatch> expect(OutputRecord emitted, long offset);

    /**
     * Compares the end, after the last emitted record: a record that was not emitted, or an emitted one that is
     * missing.
     */
    Optional<Mismatch> end();

    /** Number of emitted records that are still there. */
    long matched();

    @Override
    void close();
}
