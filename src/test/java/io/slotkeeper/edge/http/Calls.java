package io.slotkeeper.edge.http;

import io.slotkeeper.request.Principal;
import java.util.Map;

/** Requests over HTTP as the APIs get them. */
public final class Calls {

    private Calls() {}

    /** @param headers names in lower case */
    public static HttpCall by(Principal principal, Map<String, String> headers) {
        return new HttpCall("an-id", "POST", "/v2/slots/reservations", "", Map.of(), headers, principal, new byte[0]);
    }
}
