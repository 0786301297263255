package io.slotkeeper.edge.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

/**
 * A row of the table of routes.
 *
 * @param access who may use it
 * @param hasBody whether a body is read, which then has to be JSON
 */
public record Route(String method, UriTemplatePathSpec path, Access access, boolean hasBody, Handler handler) {

    /** Who may use a route. Wrong credentials are refused by all but the open ones. */
    public enum Access {
        /** Credentials aren't looked at. */
        OPEN,
        /** Whoever shows none is {@code anonymous}. */
        ANYBODY,
        /** Credentials are needed. */
        KNOWN
    }

    /** Answers without waiting on the caller's thread. */
    public interface Handler {
        CompletableFuture<HttpReply> handle(HttpCall call);
    }

    public static Route of(String method, String path, Access access, boolean hasBody, Handler handler) {
        return new Route(method, new UriTemplatePathSpec(path), access, hasBody, handler);
    }

    String template() {
        return path.getDeclaration();
    }

    /** The parameters in a path as it was sent, decoded; empty when the path isn't this route's. */
    Optional<Map<String, String>> parameters(String sent) {
        Map<String, String> raw = path.getPathParams(sent);
        if (raw == null) {
            return path.matches(sent) ? Optional.of(Map.of()) : Optional.empty();
        }
        Map<String, String> decoded = new HashMap<>();
        try {
            raw.forEach((name, value) -> decoded.put(name, Escaped.decodedSegment(value)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(decoded);
    }
}
