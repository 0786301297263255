package io.slotkeeper.edge.http;

import io.slotkeeper.edge.access.Scope;
import java.util.concurrent.CompletableFuture;

/**
 * A row of the table of routes.
 *
 * @param template of its paths, parameters in braces
 * @param access who may use it
 * @param scope what a token has to be for
 * @param hasBody whether a body is read, which then has to be JSON
 */
public record Route(String method, String template, Access access, Scope scope, boolean hasBody, Handler handler) {

    /** Who may use a route. Wrong credentials are refused by all but the open ones. */
    public enum Access {
        /** Credentials aren't looked at. */
        OPEN,
        /** Whoever shows none is {@code anonymous}. */
        ANYBODY,
        /** Credentials are needed. */
        KNOWN,
        /** Other instances, which its handler recognises. */
        PEERS
    }

    /** For everybody at any time. */
    public static Route open(String method, String template, Handler handler) {
        return new Route(method, template, Access.OPEN, Scope.READ, false, handler);
    }

    /** For other instances. Its body may be anything. */
    public static Route ofPeers(String method, String template, Handler handler) {
        return new Route(method, template, Access.PEERS, Scope.READ, true, handler);
    }

    /** Answers without waiting on the caller's thread. */
    public interface Handler {
        CompletableFuture<HttpReply> handle(HttpCall call);
    }
}
