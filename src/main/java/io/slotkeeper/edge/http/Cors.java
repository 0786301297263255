package io.slotkeeper.edge.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web pages of other origins may use the APIs from a browser (docs/spec/http.md#browsers). Tokens are sent in a header
 * that a page sets itself, so no cookies are involved.
 *
 * @param origins as browsers send them; {@code *}: all
 */
public record Cors(Set<String> origins) {

    public static final Cors NONE = new Cors(Set.of());

    private static final String ANY = "*";
    private static final String SENT =
            "Authorization, Content-Type, cal-api-version, Idempotency-Key, If-Match, If-None-Match";
    private static final String SHOWN = "X-Request-Id, Idempotent-Replayed, Retry-After, ETag";
    private static final String TEN_MINUTES = "600";

    /** @param origins with commas between them; empty: none */
    public static Cors of(String origins) {
        return new Cors(Arrays.stream(origins.split(",", -1))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    private Optional<String> allowed(String origin) {
        if (origin.isEmpty() || origins.isEmpty()) {
            return Optional.empty();
        }
        return origins.contains(ANY) ? Optional.of(ANY) : Optional.of(origin).filter(origins::contains);
    }

    /**
     * What an answer to a page of this origin says.
     *
     * @param origin the request's header; empty where there is none
     */
    Map<String, String> headers(String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!origins.isEmpty() && !origins.contains(ANY)) {
            headers.put("Vary", "Origin");
        }
        allowed(origin).ifPresent(it -> {
            headers.put("Access-Control-Allow-Origin", it);
            headers.put("Access-Control-Expose-Headers", SHOWN);
        });
        return headers;
    }

    /**
     * The answer to a browser that asks before it sends a request.
     *
     * @param origin the request's header, as is {@code method}; empty where there is none
     * @param methods of the path
     * @return empty where the request isn't such a question, or the origin isn't allowed
     */
    Optional<HttpReply> preflight(String origin, String method, Set<String> methods) {
        return allowed(origin)
                .filter(it -> !method.isEmpty())
                .map(it -> HttpReply.empty(204)
                        .with("Access-Control-Allow-Methods", String.join(", ", methods))
                        .with("Access-Control-Allow-Headers", SENT)
                        .with("Access-Control-Max-Age", TEN_MINUTES));
    }
}
