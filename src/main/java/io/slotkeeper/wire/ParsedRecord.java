package io.slotkeeper.wire;

import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestId;
import java.util.Optional;

/** What a record's value turned out to be. */
public sealed interface ParsedRecord<R> {

    /** No request: it gets a refused record. */
    record RejectedRecord<R>(RefusedCode code) implements ParsedRecord<R> {}

    /**
     * A request: it gets exactly one outcome.
     *
     * @param type as on the wire
     * @param requestId if one was given that is one
     * @param requestedBy if one was given that is one
     * @param anonymousParty if one was given that is one
     * @param includeSnapshot whether the outcome is to carry the resulting snapshot
     * @param dryRun whether it is only asked what would come of it
     * @param fault what is wrong with these five; such a request isn't decided
     */
    record ParsedRequest<R>(
            String type,
            Optional<RequestId> requestId,
            Optional<Principal> requestedBy,
            Optional<String> anonymousParty,
            boolean includeSnapshot,
            boolean dryRun,
            Optional<Refusal> fault,
            Fingerprint fingerprint,
            R request)
            implements ParsedRecord<R> {}
}
