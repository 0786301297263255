package io.slotkeeper.store.calendar;

import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.state.PartyHoldState;
import io.slotkeeper.state.PartyHoldsState;
import io.slotkeeper.store.StateCodec;
import java.time.Instant;

/** Codec of the holds that count for a party's cap. */
public final class PartyHoldsCodec {

    private PartyHoldsCodec() {}

    public static StateCodec<PartyHolds, PartyHoldsState> create() {
        return new StateCodec<>(PartyHoldsState.getClassSchema(), PartyHoldsCodec::toState, PartyHoldsCodec::fromState);
    }

    private static PartyHoldsState toState(PartyHolds holds) {
        return new PartyHoldsState(holds.entries().stream()
                .map(entry ->
                        new PartyHoldState(entry.uid().value(), entry.until().toEpochMilli()))
                .toList());
    }

    private static PartyHolds fromState(PartyHoldsState state) {
        return new PartyHolds(state.getHolds().stream()
                .map(entry -> new PartyHolds.Entry(
                        new ReservationUid(entry.getUid()), Instant.ofEpochMilli(entry.getUntil())))
                .toList());
    }
}
