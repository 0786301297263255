package io.slotkeeper.oracle;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.wire.ParsedRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A record of an input topic.
 *
 * @param topic its name without the prefix
 * @param timestamp as in the log, in milliseconds; log time is worked out by the oracle
 * @param key as text; what is no UTF-8 may be given as any text outside ASCII
 * @param replyPartition if one was given that exists
 * @param payload how the value is recognised in a refused record; empty where nobody wants to compare that
 */
public record InputRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        Optional<String> key,
        InputValue value,
        OptionalInt replyPartition,
        Optional<PayloadDigest> payload) {

    public static final String SELECTION_REQUESTS = "selection-requests";
    public static final String RESERVATION_REQUESTS = "reservation-requests";

    /** Length and SHA-256 of a value; of none, those of no bytes. */
    public record PayloadDigest(int length, String sha256) {}

    /** What a record's value is. */
    public sealed interface InputValue {}

    public record TickInput() implements InputValue {}

    /** @param code of the refused record: why the value is no request */
    public record UnreadableInput(String code) implements InputValue {}

    public record ConversationInput(Envelope envelope, ConversationRequest request) implements InputValue {}

    public record ReservationInput(Envelope envelope, ReservationRequest request) implements InputValue {}

    /**
     * What all requests have in common (docs/spec/topics.md#requests).
     *
     * @param type as on the wire
     * @param wrong those of {@code request_id}, {@code requested_by}, {@code party},
     *     {@code include_snapshot} and {@code dry_run} that can't be used
     */
    public record Envelope(
            String type,
            Optional<RequestId> requestId,
            Optional<Principal> requestedBy,
            Optional<String> party,
            boolean includeSnapshot,
            boolean dryRun,
            List<String> wrong) {

        public Envelope {
            wrong = List.copyOf(wrong);
        }
    }

    /** A value of {@code selection-requests}. */
    public static InputValue ofConversation(ParsedRecord<ConversationRequest> reading) {
        return reading instanceof ParsedRecord.ParsedRequest<ConversationRequest> it
                ? new ConversationInput(envelope(it), it.request())
                : unreadable(reading);
    }

    /** A value of {@code reservation-requests}. */
    public static InputValue ofReservation(ParsedRecord<ReservationRequest> reading) {
        return reading instanceof ParsedRecord.ParsedRequest<ReservationRequest> it
                ? new ReservationInput(envelope(it), it.request())
                : unreadable(reading);
    }

    private static InputValue unreadable(ParsedRecord<?> reading) {
        return new UnreadableInput(
                ((ParsedRecord.RejectedRecord<?>) reading).code().text());
    }

    private static Envelope envelope(ParsedRecord.ParsedRequest<?> it) {
        List<String> wrong = it.fault().stream()
                .flatMap(fault -> fault.errors().stream())
                .map(error -> error.path())
                .toList();
        return new Envelope(
                it.type(),
                it.requestId(),
                it.requestedBy(),
                it.anonymousParty(),
                it.includeSnapshot(),
                it.dryRun(),
                wrong);
    }
}
