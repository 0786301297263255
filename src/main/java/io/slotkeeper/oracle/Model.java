package io.slotkeeper.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One partition of one input topic, beside time and the reading of records. */
interface Model {

    /** How many entries a tick announces (docs/spec/limits.md). */
    int announcedByTick();

    /** The earliest deadline, due or not. */
    Optional<Instant> nextDeadline();

    /** Announces the first entry in the order (deadline, document key, uid); there must be one. */
    List<ExpectedSnapshot> announceNext(LogPosition position);

    /**
     * Decides a request, after the deadlines of what it names.
     *
     * @param emitted takes the snapshots of both
     */
    ExpectedOutcome decide(
            String key, InputRecord.InputValue request, LogPosition position, List<ExpectedSnapshot> emitted);

    /**
     * What is known of a key now.
     *
     * @return makes it known again, whatever was decided in between
     */
    Runnable memory(String key);

    /** A field of those that all requests have can't be used. */
    ExpectedOutcome wrongEnvelope(List<String> paths);

    boolean isCanonicalKey(String key);
}
