package io.slotkeeper.reservation.calendar;

import java.time.Instant;

/**
 * What is kept of a closed reservation, so that a late duplicate of its request can't bring it back.
 *
 * @param closedAt log time from which its retention counts
 */
public record ClosedMarker(ReservationUid uid, Window window, Instant closedAt) {}
