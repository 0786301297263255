package io.slotkeeper.reservation;

import java.time.Instant;

/**
 * What is left of a reservation that holds no longer, so that a late duplicate of its request can't bring it back.
 *
 * @param closedAt its retention counts from here, in log time
 */
public record ClosedMarker(ReservationUid uid, Window window, Instant closedAt) {}
