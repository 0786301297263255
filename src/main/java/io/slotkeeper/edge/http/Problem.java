package io.slotkeeper.edge.http;

import io.slotkeeper.request.field.Limits;

/** What the edge refuses by itself, before anything is decided (docs/spec/http.md). */
public enum Problem {
    INVALID_JSON(400, "invalid_json", "The body is not a JSON object, or not within the limits."),
    INVALID_DRY_RUN(400, "invalid_format", "dryRun must be true or false."),
    BAD_REQUEST(400, "bad_request", "The request is not valid HTTP."),
    NO_CREDENTIALS(401, "unauthorized", "Credentials are required."),
    WRONG_CREDENTIALS(401, "unauthorized", "ApiAuthStrategy - api key - Your api key is not valid"),
    FORBIDDEN(403, "forbidden", "The token lacks the scope that this needs."),
    NOT_FOUND(404, "not_found", "There is nothing at this path."),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "This path has no such method."),
    TOO_SLOW(408, "request_timeout", "The body did not arrive in time."),
    BODY_TOO_LARGE(413, "too_large", "The body is larger than " + Limits.MAX_BODY_BYTES / 1_024 + " KiB."),
    URI_TOO_LONG(414, "uri_too_long", "The path and its query are too long."),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported_media_type", "The body must be application/json in UTF-8."),
    HEADERS_TOO_LARGE(431, "headers_too_large", "The headers are too large."),
    INTERNAL(500, "internal_error", "The request could not be processed."),
    STARTING(503, "unavailable", "This instance is starting or stopping."),
    OVERLOADED(503, "unavailable", "Too many requests are waiting."),
    UNANSWERED(503, "unavailable", "There was no answer in time.");

    private final int status;
    private final String key;
    private final String description;

    Problem(int status, String key, String description) {
        this.status = status;
        this.key = key;
        this.description = description;
    }

    public int status() {
        return status;
    }

    /** For programs, without the {@code errors.} in front. */
    public String key() {
        return key;
    }

    /** For people. */
    public String description() {
        return description;
    }

    /**
     * What Jetty refuses, by its status: no request of these comes as far as a route. Another version of HTTP (505) is the
     * client's doing, too.
     */
    static Problem ofJetty(int status) {
        return switch (status) {
            case 414 -> URI_TOO_LONG;
            case 431 -> HEADERS_TOO_LARGE;
            case 500 -> INTERNAL;
            default -> BAD_REQUEST;
        };
    }
}
