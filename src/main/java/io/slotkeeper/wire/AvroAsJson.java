package io.slotkeeper.wire;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.reservation.view.ReservationEvent;

/**
 * Outputs as JSON: what {@link AvroFormat} writes, read back. So the two formats can't say different things, and a new
 * field is written in one place. It costs a second pass, which only who asks for JSON pays.
 */
final class AvroAsJson implements OutputFormat {

    @Override
    public byte[] conversation(Conversation conversation) {
        return json(AVRO.conversation(conversation));
    }

    @Override
    public byte[] reservation(ReservationEvent.Snapshot reservation) {
        return json(AVRO.reservation(reservation));
    }

    @Override
    public byte[] outcome(Outcome outcome) {
        return json(AVRO.outcome(outcome));
    }

    @Override
    public byte[] refused(RefusedRecord refused) {
        return json(AVRO.refused(refused));
    }

    private static byte[] json(byte[] avro) {
        return OutputReader.tree(avro)
                .orElseThrow(() -> new IllegalStateException("Expected an output to be within the limits of reading"))
                .bytes();
    }
}
