package io.slotkeeper.store.calendar;

import io.slotkeeper.request.Party;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.state.BookingState;
import io.slotkeeper.state.CalendarDocumentState;
import io.slotkeeper.state.CauseState;
import io.slotkeeper.state.ClosedMarkerState;
import io.slotkeeper.state.EarlyCancellationState;
import io.slotkeeper.state.HoldState;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.SharedCodecs;
import io.slotkeeper.store.StateCodec;
import java.time.Instant;
import java.util.Map;

/** Stores entries as versions up to state format 4 did: all of a part in one document. */
final class OldDocuments {

    private static final StateCodec<CalendarDocumentState, CalendarDocumentState> CODEC =
            StateCodec.of(CalendarDocumentState.getClassSchema());

    private OldDocuments() {}

    static KeyValueTable table(Map<DocumentKey, CalendarDocument> parts) {
        KeyValueTable table = KeyValueTable.inMemory();
        parts.forEach((part, document) -> table.put(EntryKey.of(part), CODEC.encode(state(document))));
        return table;
    }

    private static CalendarDocumentState state(CalendarDocument document) {
        return new CalendarDocumentState(
                document.holds().stream().map(OldDocuments::state).toList(),
                document.bookings().stream().map(OldDocuments::state).toList(),
                document.closed().stream()
                        .map(it -> new ClosedMarkerState(
                                it.uid().value(),
                                it.window().start().toEpochMilli(),
                                it.window().end().toEpochMilli(),
                                it.closedAt().toEpochMilli()))
                        .toList(),
                document.cancellations().stream()
                        .map(it -> new EarlyCancellationState(
                                it.uid().value(), it.version(), it.cancelledAt().toEpochMilli()))
                        .toList());
    }

    private static HoldState state(Hold hold) {
        return new HoldState(
                hold.uid().value(),
                hold.window().start().toEpochMilli(),
                hold.window().end().toEpochMilli(),
                Math.toIntExact(hold.duration().toMinutes()),
                hold.until().toEpochMilli(),
                hold.requestedBy().map(Principal::value).orElse(null),
                SharedCodecs.toState(hold.fingerprint()),
                hold.createdAt().toEpochMilli(),
                hold.updatedAt().toEpochMilli(),
                hold.revision(),
                new CauseState(
                        hold.cause().type().text(),
                        hold.cause().requestId().map(RequestId::value).orElse(null),
                        hold.cause().source().partition(),
                        hold.cause().source().offset()),
                SharedCodecs.toState(hold.remembered()),
                hold.preemptedAt().map(Instant::toEpochMilli).orElse(null),
                hold.countedFor().map(Party::value).orElse(null));
    }

    private static BookingState state(Booking booking) {
        return new BookingState(
                booking.uid().value(),
                booking.window().start().toEpochMilli(),
                booking.window().end().toEpochMilli(),
                booking.status().text(),
                booking.attendees(),
                DocumentCodec.Versions.orNull(booking.version()),
                SharedCodecs.toState(booking.fingerprint()),
                booking.changedAt().toEpochMilli());
    }
}
