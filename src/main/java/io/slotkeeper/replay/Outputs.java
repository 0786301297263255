package io.slotkeeper.replay;

import io.slotkeeper.process.OutputRecord;
import java.util.Optional;

/** What one partition of an output topic still holds, compared with what is emitted, record by record. */
interface Outputs extends AutoCloseable {

    /**
     * Compares the next emitted record.
     *
     * @param offset of the record of the log that emitted it
     * @return the difference, if there is one; nothing may be compared after it
     */
    Optional<Mismatch> expect(OutputRecord emitted, long offset);

    /** After the last one: what is there and was not emitted, or the other way round. */
    Optional<Mismatch> end();

    /** How many were emitted and are still there. */
    long matched();

    @Override
    void close();
}
