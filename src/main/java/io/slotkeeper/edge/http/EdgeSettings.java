package io.slotkeeper.edge.http;

import io.slotkeeper.edge.access.EdgeAccess;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the edge is told.
 *
 * @param publicUrl what participants' URLs begin with, without a slash at the end
 * @param access who may come in, and the secret of all edges, as they are now
 * @param requireAuth whether those without credentials are refused everywhere
 * @param strictHolds whether a hold that a principal made is that principal's alone
 * @param anonymousHorizon how far ahead a client without credentials may reserve a slot
 * @param requestTimeout how long a request waits for its answer
 */
public record EdgeSettings(
        String publicUrl,
        Supplier<EdgeAccess> access,
        boolean requireAuth,
        boolean strictHolds,
        Duration anonymousHorizon,
        Duration requestTimeout) {}
