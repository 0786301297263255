package io.slotkeeper.reservation.calendar;

import java.time.Instant;
import java.util.List;

/**
 * What is kept of a cancellation whose booking isn't known, so that an earlier version of the booking that arrives later
 * doesn't take the slot: the highest version of a fact wins in any order of arrival. It belongs to the document of the
 * instant at which it came.
 *
 * @param cancelledAt log time from which its retention counts
 */
public record EarlyCancellation(BookingUid uid, long version, Instant cancelledAt) implements KnownBooking {

    @Override
    public List<DocumentKey> parts(EventTypeKey eventType) {
        return List.of(DocumentKey.at(eventType, cancelledAt));
    }
}
