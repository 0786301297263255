package io.slotkeeper.fuzz;

import io.slotkeeper.edge.reservations.EdgeInputs;
import io.slotkeeper.wire.JsonReader;

/** Bodies of HTTP requests. */
public final class BodyFuzz {

    private BodyFuzz() {}

    public static void fuzzerTestOneInput(byte[] body) {
        JsonReader.readBody(body).ifPresent(EdgeInputs::readBody);
    }
}
