package io.slotkeeper.availability;

import io.slotkeeper.availability.SlotsQuery.Format;
import io.slotkeeper.reservation.Explanation;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a slot can be had or not, and why it isn't listed although it can. A slot is listed if there is neither a reason nor
 * advice.
 *
 * @param advice empty where the listing has nothing to say of its own
 */
public record SlotExplanation(Explanation decision, Optional<ListingAdvice> advice) {

    /**
     * @param request names the slot
     * @param decision what it would be answered
     */
    public static SlotExplanation of(EventTypeKey key, ReserveSlot request, Explanation decision) {
        Optional<Duration> length = request.slotDurationMinutes().value().map(Duration::ofMinutes);
        Optional<ListingAdvice> advice = request.slotStart()
                .value()
                .flatMap(start -> decision.type()
                        .map(defined -> new OfferedSlots(defined, query(key, start, length)))
                        .filter(offered -> offered.lengthRefusal().isEmpty())
                        .flatMap(offered -> offered.advice(start)));
        return new SlotExplanation(decision, advice);
    }

    private static SlotsQuery query(EventTypeKey key, Instant start, Optional<Duration> length) {
        return new SlotsQuery(key, start, start.plusMillis(1), Optional.empty(), length, Format.TIME);
    }
}
