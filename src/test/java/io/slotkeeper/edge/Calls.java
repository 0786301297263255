package io.slotkeeper.edge;

import io.slotkeeper.request.Principal;
import java.util.Map;

/** Requests over HTTP as the APIs get them. */
final class Calls {

    private Calls() {}

    /** @param headers names in lower case */
    static Call by(Principal principal, Map<String, String> headers) {
        return new Call("an-id", "POST", "/v2/slots/reservations", "", Map.of(), headers, principal, new byte[0]);
    }
}
