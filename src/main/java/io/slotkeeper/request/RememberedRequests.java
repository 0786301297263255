package io.slotkeeper.request;

import io.slotkeeper.request.field.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last requests that changed a participant's selection or a reservation, kept so that a repeat is recognised
 * (docs/spec/topics.md#repeating-a-request). Only requests with a {@code request_id} are remembered.
 *
 * @param applied oldest first, at most {@link Limits#MAX_REMEMBERED_REQUESTS}
 */
public record RememberedRequests(List<Applied> applied) {

    public static final RememberedRequests NONE = new RememberedRequests(List.of());

    public record Applied(RequestId id, Fingerprint fingerprint) {}

    public RememberedRequests {
        applied = List.copyOf(applied);
    }

    /** These requests with {@code request} as the latest. The oldest one is dropped when there are too many. */
    public RememberedRequests with(RequestInfo request) {
        if (request.requestId().isEmpty()) {
            return this;
        }
        List<Applied> next = new ArrayList<>(applied);
        next.add(new Applied(request.requestId().get(), request.fingerprint()));
        int forgotten = Math.max(0, next.size() - Limits.MAX_REMEMBERED_REQUESTS);
        return new RememberedRequests(next.subList(forgotten, next.size()));
    }

    /**
     * The verdict on a request whose id is remembered: repeated if its content is the same, otherwise refused. Empty if
     * its id is not remembered.
     */
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
