package io.slotkeeper.reservation.calendar;

import java.util.List;
import java.util.Optional;

/**
 * Names a stored entry that has a deadline.
 *
 * @param part to which it belongs
 * @param uid of the reservation or booking
 */
public record EntryName(DocumentKey part, String uid, Kind kind) {

    /** Kinds of entries, in the order in which equal deadlines of one uid are announced. */
    public enum Kind {
        HOLD('1'),
        CLOSED('2'),
        BOOKING('3'),
        CANCELLATION('4');

        private static final List<Kind> ALL = List.of(values());

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        /** Stands for it in keys, in the same order. */
        public byte code() {
            return code;
        }

        /** The kind with this code; empty if there is none. */
        public static Optional<Kind> of(byte code) {
            return ALL.stream().filter(kind -> kind.code == code).findFirst();
        }
    }

    public static EntryName of(EventTypeKey key, Hold hold) {
        return new EntryName(DocumentKey.firstOf(key, hold.window()), hold.uid().value(), Kind.HOLD);
    }

    public static EntryName of(EventTypeKey key, ClosedMarker marker) {
        return new EntryName(
                DocumentKey.firstOf(key, marker.window()), marker.uid().value(), Kind.CLOSED);
    }

    public static EntryName of(EventTypeKey key, KnownBooking booking) {
        return new EntryName(
                booking.parts(key).get(0),
                booking.uid().value(),
                booking instanceof Booking ? Kind.BOOKING : Kind.CANCELLATION);
    }
}
