package io.slotkeeper.wire;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to a request (docs/spec/topics.md#requestoutcome).
 *
 * @param requestId as given, or {@code <partition>-<offset>}
 * @param requestType as on the wire
 * @param key of the request
 * @param revision of the conversation or reservation that the request names; empty where there is none
 * @param at log time
 * @param subject the resulting state, if the request asked for it
 * @param booking what {@code book_slot} booked
 * @param dryRun whether this is only what would have come of it
 */
public record Outcome(
        String requestId,
        String requestType,
        String key,
        Source source,
        Verdict verdict,
        OptionalLong revision,
        Instant at,
        Optional<Subject> subject,
        Optional<Booking> booking,
        boolean dryRun) {

    /** What a request is about. */
    public sealed interface Subject {
        record OfConversation(Conversation conversation) implements Subject {}

        record OfReservation(ReservationEvent.Snapshot reservation) implements Subject {}
    }
}
