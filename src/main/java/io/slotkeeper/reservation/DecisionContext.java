package io.slotkeeper.reservation;

import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.view.ReservationView;
import java.time.Instant;

/**
 * Context of a decision: the request, the state and the log time at which it is decided.
 *
 * @param now log time
 */
record DecisionContext(
        ReservationSettings settings,
        Deadlines deadlines,
        ReservationView view,
        EventTypeKey key,
        RequestInfo info,
        Instant now) {}
