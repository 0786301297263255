package io.slotkeeper.request;

import java.util.Optional;

/**
 * The properties that every request has, whatever its type.
 *
 * @param requestId the client's id of the request, if it has one
 * @param requestedBy the principal for whom an edge sends the request; empty: a trusted service acts for itself
 * @param anonymousParty which of the anonymous clients it is, if an edge says so
 * @param fingerprint of the content, without these three
 * @param source coordinates of its record in the log
 */
public record RequestInfo(
        Optional<RequestId> requestId,
        Optional<Principal> requestedBy,
        Optional<String> anonymousParty,
        Fingerprint fingerprint,
        Source source) {

    public Cause cause(CauseType type) {
        return new Cause(type, requestId, source);
    }

    public boolean isAnonymous() {
        return requestedBy.filter(Principal::isAnonymous).isPresent();
    }

    /** For whom holds are counted; empty where nobody knows, or a trusted service asks for itself. */
    public Optional<Party> party() {
        return Party.of(requestedBy, anonymousParty);
    }
}
