package io.slotkeeper.edge.http;

import io.slotkeeper.request.Principal;
import java.util.Map;

/** Requests over HTTP as the APIs get them. */
public final class Calls {

    private static final ErrorShape ERRORS = (problem, method, path) -> HttpReply.empty(problem.status());

    private Calls() {}

    /** @param headers names in lower case */
    public static HttpCall by(Principal principal, Map<String, String> headers) {
        return new HttpCall(
                "an-id",
                "POST",
                "/v2/slots/reservations",
                "",
                Map.of(),
                headers,
                ERRORS,
                new byte[4],
                principal,
                new byte[0],
                false);
    }
}
