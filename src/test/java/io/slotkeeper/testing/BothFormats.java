package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import io.slotkeeper.wire.RefusedRecord;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON, and sees to it that it keeps to its JSON Schema and that the Avro form of each value says the same, to the
 * letter.
 */
public final class BothFormats implements OutputFormat {

    @Override
    public byte[] conversation(Conversation conversation) {
        return same("ConversationSnapshot", JSON.conversation(conversation), AVRO.conversation(conversation));
    }

    @Override
    public byte[] reservation(ReservationEvent.Snapshot reservation) {
        return same("ReservationSnapshot", JSON.reservation(reservation), AVRO.reservation(reservation));
    }

    @Override
    public byte[] outcome(Outcome outcome) {
        return same("RequestOutcome", JSON.outcome(outcome), AVRO.outcome(outcome));
    }

    @Override
    public byte[] refused(RefusedRecord refused) {
        return same("RefusedRecord", JSON.refused(refused), AVRO.refused(refused));
    }

    private static byte[] same(String name, byte[] json, byte[] avro) {
        assertThat(JsonSchemas.objections(name, json)).isEmpty();
        assertThat(OutputReader.json(avro)).contains(new String(json, StandardCharsets.UTF_8));
        return json;
    }
}
