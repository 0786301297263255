package io.slotkeeper.process;

import io.slotkeeper.reservation.DocumentKey;
import io.slotkeeper.reservation.EventTypeKey;
import io.slotkeeper.reservation.ReservationUid;
import java.util.Optional;

/** Where the holds of a partition stand, for any thread. */
public interface HoldPlaces {

    /** A partition without holds. */
    HoldPlaces NONE = (eventType, uid) -> Optional.empty();

    Optional<DocumentKey> documentOf(EventTypeKey eventType, ReservationUid uid);
}
