package io.slotkeeper.store.calendar;

import io.slotkeeper.request.Party;
import io.slotkeeper.request.Principal;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.state.BookingState;
import io.slotkeeper.state.CalendarDocumentState;
import io.slotkeeper.state.ClosedMarkerState;
import io.slotkeeper.state.EarlyCancellationState;
import io.slotkeeper.state.HoldState;
import io.slotkeeper.store.SharedCodecs;
import io.slotkeeper.store.StateCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents, in which all entries of a part were stored together before each had a record of its own (state
 * formats 1 to 4).
 */
final class DocumentCodec {

    private static final String TOPIC = "reservation-requests";

    private DocumentCodec() {}

    private static final StateCodec<CalendarDocumentState, CalendarDocumentState> CODEC =
            StateCodec.of(CalendarDocumentState.getClassSchema());

    static CalendarDocument decode(byte[] bytes) {
        return fromState(CODEC.decode(bytes));
    }

    /** As {@link StateCodec#ifReadable}. */
    static Optional<CalendarDocument> ifReadable(byte[] bytes) {
        return CODEC.ifReadable(bytes).map(DocumentCodec::fromState);
    }

    private static CalendarDocument fromState(CalendarDocumentState state) {
        return new CalendarDocument(
                state.getHolds().stream().map(DocumentCodec::fromState).toList(),
                state.getBookings().stream().map(DocumentCodec::fromState).toList(),
                state.getClosed().stream().map(DocumentCodec::fromState).toList(),
                state.getCancellations().stream().map(DocumentCodec::fromState).toList());
    }

    private static Hold fromState(HoldState state) {
        return new Hold(
                new ReservationUid(state.getUid()),
                window(state.getStart(), state.getEnd()),
                Duration.ofMinutes(state.getDurationMinutes()),
                Instant.ofEpochMilli(state.getUntil()),
                Optional.ofNullable(state.getRequestedBy()).map(Principal::new),
                SharedCodecs.fromState(state.getFingerprint()),
                Instant.ofEpochMilli(state.getCreatedAt()),
                Instant.ofEpochMilli(state.getUpdatedAt()),
                state.getRevision(),
                SharedCodecs.fromState(state.getCause(), TOPIC),
                SharedCodecs.fromState(state.getRemembered()),
                Optional.ofNullable(state.getPreemptedAt()).map(Instant::ofEpochMilli),
                Optional.ofNullable(state.getCountedFor()).map(Party::new));
    }

    private static Booking fromState(BookingState state) {
        return new Booking(
                new BookingUid(state.getUid()),
                window(state.getStart(), state.getEnd()),
                BookingStatus.of(state.getStatus()).orElseThrow(),
                state.getAttendees(),
                Versions.of(state.getVersion()),
                SharedCodecs.fromState(state.getFingerprint()),
                Instant.ofEpochMilli(state.getChangedAt()));
    }

    private static EarlyCancellation fromState(EarlyCancellationState state) {
        return new EarlyCancellation(
                new BookingUid(state.getUid()), state.getVersion(), Instant.ofEpochMilli(state.getCancelledAt()));
    }

    private static ClosedMarker fromState(ClosedMarkerState state) {
        return new ClosedMarker(
                new ReservationUid(state.getUid()),
                window(state.getStart(), state.getEnd()),
                Instant.ofEpochMilli(state.getClosedAt()));
    }

    private static Window window(long startMillis, long endMillis) {
        return new Window(Instant.ofEpochMilli(startMillis), Instant.ofEpochMilli(endMillis));
    }

    /** Converts versions of facts: absent is null in Avro. */
    static final class Versions {
        private Versions() {}

        static @Nullable Long orNull(OptionalLong version) {
            return version.isPresent() ? version.getAsLong() : null;
        }

        static OptionalLong of(@Nullable Long version) {
            return version == null ? OptionalLong.empty() : OptionalLong.of(version);
        }
    }
}
