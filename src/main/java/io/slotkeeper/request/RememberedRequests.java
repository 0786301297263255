package io.slotkeeper.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last requests that changed a participant's selection or a reservation, so that a retry is recognised
 * (topics.md, "Repeating a request"). Only requests with a {@code request_id} are remembered.
 *
 * @param applied oldest first, at most {@link Limits#MAX_REMEMBERED_REQUESTS}
 */
public record RememberedRequests(List<Applied> applied) {

    public static final RememberedRequests NONE = new RememberedRequests(List.of());

    public record Applied(RequestId id, Fingerprint fingerprint) {}

    public RememberedRequests {
        applied = List.copyOf(applied);
    }

    /** With this request as the latest; the oldest is forgotten when there are too many. */
    public RememberedRequests with(RequestInfo request) {
        if (request.requestId().isEmpty()) {
            return this;
        }
        List<Applied> next = new ArrayList<>(applied);
        next.add(new Applied(request.requestId().get(), request.fingerprint()));
        int forgotten = Math.max(0, next.size() - Limits.MAX_REMEMBERED_REQUESTS);
        return new RememberedRequests(next.subList(forgotten, next.size()));
    }

    /** The answer to a request whose id is remembered: repeated, or refused because it asks for something else. */
    public Optional<Verdict> recall(RequestInfo request) {
        return request.requestId()
                .flatMap(id -> applied.stream()
                        .filter(earlier -> earlier.id().equals(id))
                        .findFirst()
                        .map(earlier -> earlier.fingerprint().equals(request.fingerprint())
                                ? Verdict.REPEATED
                                : Verdict.refused(Refusal.field("request_id", Code.REQUEST_ID_REUSED))));
    }
}
