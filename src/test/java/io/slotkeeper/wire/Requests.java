package io.slotkeeper.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.wire.Reading.OfRequest;
import io.slotkeeper.wire.Reading.Unreadable;

/** Reads requests written as JSON with single quotes. */
final class Requests {

    private Requests() {}

    static Reading<ConversationRequest> conversation(String json) {
        return RequestReaders.conversations().read(bytes(json));
    }

    static Reading<ReservationRequest> reservation(String json) {
        return RequestReaders.reservations().read(bytes(json));
    }

    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    static <R> OfRequest<R> request(Reading<R> reading) {
        assertThat(reading).isInstanceOf(OfRequest.class);
        return (OfRequest<R>) reading;
    }

    static RefusedCode refusal(Reading<?> reading) {
        assertThat(reading).isInstanceOf(Unreadable.class);
        return ((Unreadable<?>) reading).code();
    }
}
