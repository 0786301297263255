package io.slotkeeper.store.calendar;

import io.slotkeeper.state.BookingPlaceState;
import io.slotkeeper.store.StateCodec;
import io.slotkeeper.store.StoreNames;

/** Of {@link StoreNames#BOOKING_PLACES}: the number of the part to which a booking belongs. */
public final class BookingPlaceCodec {

    private BookingPlaceCodec() {}

    public static StateCodec<Integer, BookingPlaceState> create() {
        return new StateCodec<>(
                BookingPlaceState.getClassSchema(), part -> new BookingPlaceState(part), BookingPlaceState::getPart);
    }
}
