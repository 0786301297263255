package io.slotkeeper.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.ParsedRecord.RejectedRecord;

/** Reads requests written as JSON with single quotes. */
final class RequestTexts {

    private RequestTexts() {}

    static ParsedRecord<ConversationRequest> conversation(String json) {
        return RequestReaders.conversations().read(bytes(json));
    }

    static ParsedRecord<ReservationRequest> reservation(String json) {
        return RequestReaders.reservations().read(bytes(json));
    }

    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    static <R> ParsedRequest<R> request(ParsedRecord<R> reading) {
        assertThat(reading).isInstanceOf(ParsedRequest.class);
        return (ParsedRequest<R>) reading;
    }

    static RefusedCode refusal(ParsedRecord<?> reading) {
        assertThat(reading).isInstanceOf(RejectedRecord.class);
        return ((RejectedRecord<?>) reading).code();
    }
}
