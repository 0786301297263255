package io.slotkeeper.wire;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How outputs are written. The same input gives the same bytes, within one release. */
public interface OutputFormat {

    OutputFormat AVRO = new AvroFormat();
    OutputFormat JSON = new AvroAsJson();

    /** The format of this name: {@code avro} or {@code json} (docs/spec/topics.md#formats). */
    static Optional<OutputFormat> named(String name) {
        return Optional.ofNullable(Map.of("avro", AVRO, "json", JSON).get(name));
    }

    static List<String> names() {
        return List.of("avro", "json");
    }

    byte[] conversation(Conversation conversation);

    byte[] reservation(ReservationEvent.Snapshot reservation);

    byte[] outcome(Outcome outcome);

    byte[] refused(RefusedRecord refused);
}
