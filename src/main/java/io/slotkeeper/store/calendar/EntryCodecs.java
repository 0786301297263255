package io.slotkeeper.store.calendar;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.state.BookingEntryState;
import io.slotkeeper.state.CancellationEntryState;
import io.slotkeeper.state.HoldEntryState;
import io.slotkeeper.state.MarkerEntryState;
import io.slotkeeper.state.RememberedRequestState;
import io.slotkeeper.store.SharedCodecs;
import io.slotkeeper.store.StateCodec;
import io.slotkeeper.store.calendar.DocumentCodec.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Codecs of stored entries; their uids are in the keys. */
public final class EntryCodecs {

    private static final String TOPIC = "reservation-requests";

    private static final StateCodec<HoldEntryState, HoldEntryState> HOLDS =
            StateCodec.of(HoldEntryState.getClassSchema());
    private static final StateCodec<MarkerEntryState, MarkerEntryState> MARKERS =
            StateCodec.of(MarkerEntryState.getClassSchema());
    private static final StateCodec<BookingEntryState, BookingEntryState> BOOKINGS =
            StateCodec.of(BookingEntryState.getClassSchema());
    private static final StateCodec<CancellationEntryState, CancellationEntryState> CANCELLATIONS =
            StateCodec.of(CancellationEntryState.getClassSchema());

    private EntryCodecs() {}

    public static byte[] encode(Hold hold) {
        return HOLDS.encode(new HoldEntryState(
                millis(hold.window().start()),
                length(hold.window()),
                millis(hold.until()),
                Math.toIntExact(hold.duration().toMinutes()),
                millis(hold.createdAt()),
                millis(hold.updatedAt()) - millis(hold.createdAt()),
                hold.revision(),
                hold.cause().type().text(),
                hold.cause().requestId().map(RequestId::value).orElse(null),
                hold.cause().source().partition(),
                hold.cause().source().offset(),
                SharedCodecs.toState(hold.fingerprint()),
                hold.requestedBy().map(Principal::value).orElse(null),
                toState(hold.remembered(), hold.fingerprint()),
                hold.preemptedAt().map(Instant::toEpochMilli).orElse(null),
                hold.countedFor().map(Party::value).orElse(null)));
    }

    public static Hold hold(String uid, byte[] bytes) {
        HoldEntryState state = HOLDS.decode(bytes);
        Fingerprint fingerprint = SharedCodecs.fromState(state.getFingerprint());
        return new Hold(
                new ReservationUid(uid),
                window(state.getStart(), state.getLength()),
                Duration.ofMinutes(state.getDurationMinutes()),
                Instant.ofEpochMilli(state.getUntil()),
                Optional.ofNullable(state.getRequestedBy()).map(Principal::new),
                fingerprint,
                Instant.ofEpochMilli(state.getCreatedAt()),
                Instant.ofEpochMilli(state.getCreatedAt() + state.getUpdatedAfter()),
                state.getRevision(),
                new Cause(
                        CauseType.named(state.getCauseType()),
                        Optional.ofNullable(state.getCauseRequestId()).map(RequestId::new),
                        new Source(TOPIC, state.getCausePartition(), state.getCauseOffset())),
                fromState(state.getRemembered(), fingerprint),
                Optional.ofNullable(state.getPreemptedAt()).map(Instant::ofEpochMilli),
                Optional.ofNullable(state.getCountedFor()).map(Party::new));
    }

    private static List<RememberedRequestState> toState(RememberedRequests remembered, Fingerprint own) {
        List<RememberedRequestState> state =
                new ArrayList<>(remembered.applied().size());
        for (RememberedRequests.Applied applied : remembered.applied()) {
            state.add(new RememberedRequestState(
                    applied.id().value(),
                    applied.fingerprint().equals(own) ? null : SharedCodecs.toState(applied.fingerprint())));
        }
        return state;
    }

    private static RememberedRequests fromState(List<RememberedRequestState> state, Fingerprint own) {
        if (state.isEmpty()) {
            return RememberedRequests.NONE;
        }
        return new RememberedRequests(state.stream()
                .map(applied -> new RememberedRequests.Applied(
                        new RequestId(applied.getRequestId()),
                        applied.getFingerprint() == null ? own : SharedCodecs.fromState(applied.getFingerprint())))
                .toList());
    }

    public static byte[] encode(ClosedMarker marker) {
        return MARKERS.encode(new MarkerEntryState(
                millis(marker.window().start()), length(marker.window()), millis(marker.closedAt())));
    }

    public static ClosedMarker marker(String uid, byte[] bytes) {
        MarkerEntryState state = MARKERS.decode(bytes);
        return new ClosedMarker(
                new ReservationUid(uid),
                window(state.getStart(), state.getLength()),
                Instant.ofEpochMilli(state.getClosedAt()));
    }

    public static byte[] encode(Booking booking) {
        return BOOKINGS.encode(new BookingEntryState(
                millis(booking.window().start()),
                length(booking.window()),
                booking.status().text(),
                booking.attendees(),
                Versions.orNull(booking.version()),
                SharedCodecs.toState(booking.fingerprint()),
                millis(booking.changedAt())));
    }

    public static Booking booking(String uid, byte[] bytes) {
        BookingEntryState state = BOOKINGS.decode(bytes);
        return new Booking(
                new BookingUid(uid),
                window(state.getStart(), state.getLength()),
                BookingStatus.of(state.getStatus()).orElseThrow(),
                state.getAttendees(),
                Versions.of(state.getVersion()),
                SharedCodecs.fromState(state.getFingerprint()),
                Instant.ofEpochMilli(state.getChangedAt()));
    }

    public static byte[] encode(EarlyCancellation cancellation) {
        return CANCELLATIONS.encode(
                new CancellationEntryState(cancellation.version(), millis(cancellation.cancelledAt())));
    }

    public static EarlyCancellation cancellation(String uid, byte[] bytes) {
        CancellationEntryState state = CANCELLATIONS.decode(bytes);
        return new EarlyCancellation(
                new BookingUid(uid), state.getVersion(), Instant.ofEpochMilli(state.getCancelledAt()));
    }

    private static long millis(Instant instant) {
        return instant.toEpochMilli();
    }

    private static long length(Window window) {
        return millis(window.end()) - millis(window.start());
    }

    private static Window window(long start, long length) {
        return new Window(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + length));
    }
}
