package io.slotkeeper.fuzz;

import io.slotkeeper.wire.OutputReader;
import io.slotkeeper.wire.ParsedRecord;
import io.slotkeeper.wire.RequestReaders;
import java.util.Set;

/** Values of records: both decoders of both inputs, and the reader of outputs. */
public final class RecordFuzz {

    private RecordFuzz() {}

    public static void fuzzerTestOneInput(byte[] value) {
        ParsedRecord<?> one = RequestReaders.conversations().read(value);
        ParsedRecord<?> other = RequestReaders.reservations().read(value);
        if (!one.equals(RequestReaders.conversations().read(value))
                || !other.equals(RequestReaders.reservations().read(value))) {
            throw new IllegalStateException("the same bytes are read as something else");
        }
        OutputReader.tree(value);
        OutputReader.json(value);
        OutputReader.fields(value, Set.of("source"));
        OutputReader.request(value);
    }
}
