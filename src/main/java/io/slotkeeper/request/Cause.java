package io.slotkeeper.request;

import java.util.Optional;

/**
 * What made the last change.
 *
 * @param requestId as the client gave it; empty for a deadline
 * @param source the record that announced the change
 */
public record Cause(CauseType type, Optional<RequestId> requestId, Source source) {

    /** A deadline passed. */
    public static Cause deadline(CauseType type, Source source) {
        return new Cause(type, Optional.empty(), source);
    }
}
