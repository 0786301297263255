package io.slotkeeper.reservation;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RememberedRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A reservation while it holds its slot.
 *
 * @param duration for how long it was asked to hold, from the last request that said so; whole minutes, rounded up
 * @param until when it ends by itself, in log time
 * @param requestedBy for whom it was made; empty: a trusted service
 * @param fingerprint of the request that made it
 * @param revision 1 for the first snapshot, one more with each
 * @param remembered the last requests that changed it
 * @param preemptedAt set between the moment a booking took its place and the announcement of that
 */
public record Hold(
        ReservationUid uid,
        Window window,
        Duration duration,
        Instant until,
        Optional<Principal> requestedBy,
        Fingerprint fingerprint,
        Instant createdAt,
        Instant updatedAt,
        long revision,
        Cause cause,
        RememberedRequests remembered,
        Optional<Instant> preemptedAt) {

    /** Whether it keeps others out. One whose deadline has come doesn't, announced or not. */
    public boolean isLive(Instant now) {
        return preemptedAt.isEmpty() && until.isAfter(now);
    }

    /** When it has to be announced that it holds no longer. */
    Instant deadline() {
        return preemptedAt.orElse(until);
    }

    /** The last snapshot of it. */
    Hold revised(Instant now, Cause why) {
        return ending(now, revision + 1, why, preemptedAt);
    }

    Hold preempted(Instant now) {
        return ending(updatedAt, revision, cause, Optional.of(now));
    }

    private Hold ending(Instant nextUpdatedAt, long nextRevision, Cause nextCause, Optional<Instant> nextPreemptedAt) {
        return new Hold(
                uid,
                window,
                duration,
                until,
                requestedBy,
                fingerprint,
                createdAt,
                nextUpdatedAt,
                nextRevision,
                nextCause,
                remembered,
                nextPreemptedAt);
    }
}
