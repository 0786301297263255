package io.slotkeeper.edge.http;

import io.slotkeeper.wire.Json;
import java.time.Duration;
import java.time.Instant;

/** How an API tells that something went wrong. */
public interface ErrorShape {

    String CONNECTION = "Connection";
    String RETRY_AFTER = "Retry-After";
    String WWW_AUTHENTICATE = "WWW-Authenticate";

    /** The error in the API's shape, without further headers. */
    HttpReply reply(Problem problem, String method, String path);

    /** What answers to dry runs have beside the rest, as {@code true}. */
    default String dryRunName() {
        return "dryRun";
    }

    /** The error in this shape, with the headers that belong to its status. */
    default HttpReply problem(Problem problem, String method, String path) {
        return withHeaders(reply(problem, method, path));
    }

    /** With the headers that belong to its status. */
    static HttpReply withHeaders(HttpReply reply) {
        return switch (reply.status()) {
            case 401 -> reply.with(WWW_AUTHENTICATE, "Bearer");
            // What is left of the body would be taken for the next request.
            case 408 -> reply.with(CONNECTION, "close");
            case 503 -> reply.with(RETRY_AFTER, "1");
            default -> reply;
        };
    }

    /** Of a wait: rounded up, so that it is over then. */
    static long secondsUntil(Instant time, Instant now) {
        return Duration.between(now, time).plusMillis(999).toSeconds();
    }

    /** A list of one error, as the first seed has it. */
    static Json element(String key, String description) {
        return Json.object()
                .put("key", "errors." + key)
                .put("description", description)
                .build();
    }
}
