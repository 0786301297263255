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
        String publicUrl, ApiKeys keys, boolean requireAuth, EdgeSecret secret, Duration requestTimeout) {}
