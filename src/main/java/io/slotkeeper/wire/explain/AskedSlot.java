package io.slotkeeper.wire.explain;

import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.ParsedRecord;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RequestReaders;
import java.util.Optional;

/**
 * A {@code reserve_slot} that is only asked about and stands in no log, read as one that does.
 *
 * @param info what it would have in the log, but for its place there
 */
public record AskedSlot(ReserveSlot request, RequestInfo info) {

    private static final Source NOWHERE = new Source(Topic.RESERVATION_REQUESTS.logicalName(), 0, 0);

    /** A request without a slot. Nothing is known of its uid, whatever it is. */
    public static Json.Builder begin() {
        return Json.object().put("type", "reserve_slot").put("reservation_uid", "asked");
    }

    /** @param request {@link #begin()}, and the fields of the slot */
    public static AskedSlot of(Json.Obj request) {
        ParsedRecord<ReservationRequest> read = RequestReaders.reservations().read(request.bytes());
        if (read instanceof ParsedRequest<ReservationRequest> parsed && parsed.request() instanceof ReserveSlot slot) {
            return new AskedSlot(
                    slot,
                    new RequestInfo(
                            Optional.empty(),
                            parsed.requestedBy(),
                            parsed.anonymousParty(),
                            parsed.fingerprint(),
                            NOWHERE));
        }
        throw new IllegalArgumentException("Expected a reserve_slot, but got " + read);
    }
}
