package io.slotkeeper.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.reservations.EdgeInputs;
import io.slotkeeper.request.Principal;
import java.util.Map;

/** Queries of HTTP requests. */
public final class QueryFuzz {

    private QueryFuzz() {}

    public static void fuzzerTestOneInput(byte[] query) {
        EdgeInputs.readQuery(new HttpCall(
                "",
                "GET",
                "/v2/slots",
                new String(query, ISO_8859_1),
                Map.of(),
                Map.of(),
                (problem, method, path) -> {
                    throw new IllegalStateException("nobody asked for an error");
                },
                new byte[] {},
                Principal.ANONYMOUS,
                new byte[] {},
                false));
    }
}
