package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A reservation that holds its slot.
 *
 * @param duration requested by the last request that set it, rounded up to whole minutes
 * @param until log time at which it expires
 * @param requestedBy the principal that made it; empty: a trusted service
 * @param fingerprint of the request that made it
 * @param revision 1 for the first snapshot, one more with each
 * @param remembered the last requests that changed it
 * @param preemptedAt log time at which a booking took its place; set until that is announced
 * @param countedFor the party for whose cap it counts; empty if there was no cap when it was granted
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
        Optional<Instant> preemptedAt,
        Optional<Party> countedFor) {

    /**
     * The hold that {@code reserve_slot} grants at {@code now}; its first revision.
     *
     * @param duration from {@code now} until it expires
     * @param countedFor the party for whose cap it counts
     */
    public static Hold granted(
            ReservationUid uid,
            Window window,
            Duration duration,
            Instant now,
            RequestInfo request,
            Optional<Party> countedFor) {
        return new Hold(
                uid,
                window,
                inWholeMinutes(duration),
                now.plus(duration),
                request.requestedBy(),
                request.fingerprint(),
                now,
                now,
                1,
                request.cause(CauseType.RESERVE_SLOT),
                RememberedRequests.NONE.with(request),
                Optional.empty(),
                countedFor);
    }

    /**
     * This live hold as {@code update_reservation} leaves it at {@code now}; the next revision.
     *
     * @param newWindow may be another one
     * @param newDuration from {@code now} until it expires
     */
    public Hold renewed(Window newWindow, Duration newDuration, Instant now, RequestInfo request) {
        return new Hold(
                uid,
                newWindow,
                inWholeMinutes(newDuration),
                now.plus(newDuration),
                requestedBy,
                fingerprint,
                createdAt,
                now,
                revision + 1,
                request.cause(CauseType.UPDATE_RESERVATION),
                remembered.with(request),
                Optional.empty(),
                countedFor);
    }

    /** How often it was extended: each update lets its time begin anew. */
    public long extensions() {
        return revision - 1;
    }

    private static Duration inWholeMinutes(Duration duration) {
        return Duration.ofMinutes(duration.plusMinutes(1).minusNanos(1).toMinutes());
    }

    /** Whether it keeps its slot from others. A hold whose deadline has come doesn't, announced or not. */
    public boolean isLive(Instant now) {
        return preemptedAt.isEmpty() && until.isAfter(now);
    }

    /**
     * Whether it isn't another principal's: a trusted service may change each, and what a trusted service or an anonymous
     * client made belongs to whoever knows its uid.
     *
     * @param principal empty: a trusted service
     */
    public boolean mayBeChangedBy(Optional<Principal> principal) {
        return principal.isEmpty()
                || requestedBy.filter(maker -> !maker.isAnonymous()).isEmpty()
                || requestedBy.equals(principal);
    }

    /** When its end is due to be announced. */
    public Instant deadline() {
        return preemptedAt.orElse(until);
    }

    /** The next revision, with the last snapshot. */
    public Hold revised(Instant now, Cause why) {
        return ending(now, revision + 1, why, preemptedAt);
    }

    /** This hold after a booking took its place; its revision changes when that is announced. */
    public Hold preempted(Instant now) {
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
                nextPreemptedAt,
                countedFor);
    }
}
