package io.slotkeeper.reservation;

import io.slotkeeper.request.RequestInfo;
import java.time.Instant;

/**
 * A request, the state that it meets, and the moment.
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
