package io.slotkeeper.stream;

import io.slotkeeper.reservation.DocumentKey;
import io.slotkeeper.reservation.EventTypeKey;
import io.slotkeeper.reservation.ReservationUid;
import java.util.Optional;

/** Where the holds of a partition stand, for any thread. */
interface HoldPlaces {

    /** A partition without holds. */
    HoldPlaces NONE = (eventType, uid) -> Optional.empty();

    Optional<DocumentKey> documentOf(EventTypeKey eventType, ReservationUid uid);
}
