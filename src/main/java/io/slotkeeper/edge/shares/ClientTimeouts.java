package io.slotkeeper.edge.shares;

import io.slotkeeper.request.field.Limits;
import java.time.Duration;

/**
 * How long clients are waited for.
 *
 * @param idle of silence, and what the headers of a request may take, and then the reading of its answer
 * @param body what the body of a request may take, and then once more what is thrown away of it
 */
public record ClientTimeouts(Duration idle, Duration body) {

    public static final ClientTimeouts DEFAULT = new ClientTimeouts(Limits.CLIENT_TIMEOUT, Limits.BODY_TIMEOUT);
}
