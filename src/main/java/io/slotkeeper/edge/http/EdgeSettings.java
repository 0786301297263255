package io.slotkeeper.edge.http;

import io.slotkeeper.edge.access.ApiKeys;
import io.slotkeeper.edge.access.EdgeSecret;
import java.time.Duration;

/**
 * What the edge is told.
 *
 * @param publicUrl what participants' URLs begin with, without a slash at the end
 * @param keys who may come in
 * @param requireAuth whether those without credentials are refused everywhere
 * @param secret the same for all edges
 * @param requestTimeout how long a request waits for its answer
 */
public record EdgeSettings(
        String publicUrl, ApiKeys keys, boolean requireAuth, EdgeSecret secret, Duration requestTimeout) {

    /** Waiting requests beyond so many are answered 503 at once: each keeps its body in memory. */
    public static final int MAX_WAITING = 1_024;

    /** Connections beyond so many have to wait until others go: each may have sent a body that isn't complete. */
    public static final int MAX_CONNECTIONS = 2_048;

    /** No request's work waits on a thread; two cores have enough to do with these. */
    public static final int MAX_THREADS = 32;

    /** Of a body (limits.md). */
    public static final int MAX_BODY_BYTES = 48 * 1024;

    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);
}
