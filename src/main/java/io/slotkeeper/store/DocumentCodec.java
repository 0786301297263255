package io.slotkeeper.store;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Codec of stored documents with their holds, bookings and markers. */
final class DocumentCodec {

    private static final String TOPIC = "reservation-requests";

    private DocumentCodec() {}

    static StateCodec<CalendarDocument, CalendarDocumentState> create() {
        return new StateCodec<>(
                CalendarDocumentState.getClassSchema(), DocumentCodec::toState, DocumentCodec::fromState);
    }

    private static CalendarDocumentState toState(CalendarDocument document) {
        return new CalendarDocumentState(
                document.holds().stream().map(DocumentCodec::toState).toList(),
                document.bookings().stream().map(DocumentCodec::toState).toList(),
                document.closed().stream().map(DocumentCodec::toState).toList(),
                document.cancellations().stream().map(DocumentCodec::toState).toList());
    }

    private static HoldState toState(Hold hold) {
        return HoldState.newBuilder()
                .setUid(hold.uid().value())
                .setStart(hold.window().start().toEpochMilli())
                .setEnd(hold.window().end().toEpochMilli())
                .setDurationMinutes(Math.toIntExact(hold.duration().toMinutes()))
                .setUntil(hold.until().toEpochMilli())
                .setRequestedBy(hold.requestedBy().map(Principal::value).orElse(null))
                .setFingerprint(SharedCodecs.toState(hold.fingerprint()))
                .setCreatedAt(hold.createdAt().toEpochMilli())
                .setUpdatedAt(hold.updatedAt().toEpochMilli())
                .setRevision(hold.revision())
                .setCause(SharedCodecs.toState(hold.cause()))
                .setRemembered(SharedCodecs.toState(hold.remembered()))
                .setPreemptedAt(hold.preemptedAt().map(Instant::toEpochMilli).orElse(null))
                .setCountedFor(hold.countedFor().map(Party::value).orElse(null))
                .build();
    }

    private static BookingState toState(Booking booking) {
        return BookingState.newBuilder()
                .setUid(booking.uid().value())
                .setStart(booking.window().start().toEpochMilli())
                .setEnd(booking.window().end().toEpochMilli())
                .setStatus(booking.status().text())
                .setAttendees(booking.attendees())
                .setVersion(Versions.orNull(booking.version()))
                .setFingerprint(SharedCodecs.toState(booking.fingerprint()))
                .setChangedAt(booking.changedAt().toEpochMilli())
                .build();
    }

    private static ClosedMarkerState toState(ClosedMarker marker) {
        return new ClosedMarkerState(
                marker.uid().value(),
                marker.window().start().toEpochMilli(),
                marker.window().end().toEpochMilli(),
                marker.closedAt().toEpochMilli());
    }

    private static EarlyCancellationState toState(EarlyCancellation cancellation) {
        return new EarlyCancellationState(
                cancellation.uid().value(),
                cancellation.version(),
                cancellation.cancelledAt().toEpochMilli());
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
