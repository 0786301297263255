package io.slotkeeper.request;

import java.util.Optional;

/**
 * Cause of a change: a request, or a deadline.
 *
 * @param requestId the client's id of the request; empty if it has none, or for a deadline
 * @param source coordinates of the record with which the change was made
 */
public record Cause(CauseType type, Optional<RequestId> requestId, Source source) {

    /** The cause of a change by a deadline, announced with the record at {@code source}. */
    public static Cause deadline(CauseType type, Source source) {
        return new Cause(type, Optional.empty(), source);
    }
}
