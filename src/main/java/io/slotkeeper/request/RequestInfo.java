package io.slotkeeper.request;

import java.util.Optional;

/**
 * What every request has, whatever it asks for.
 *
 * @param requestId the client's name for it, if it gave one
 * @param requestedBy for whom an edge asks; empty: a trusted service asks for itself
 * @param fingerprint of the content, without these two
 * @param source where it stands in the log
 */
public record RequestInfo(
        Optional<RequestId> requestId, Optional<Principal> requestedBy, Fingerprint fingerprint, Source source) {

    public Cause cause(CauseType type) {
        return new Cause(type, requestId, source);
    }

    public boolean isAnonymous() {
        return requestedBy.filter(Principal::isAnonymous).isPresent();
    }
}
