package io.slotkeeper.edge.http;

import java.util.concurrent.CompletableFuture;

/**
 * A row of the table of routes.
 *
 * @param template of its paths, parameters in braces
 * @param access who may use it
 * @param hasBody whether a body is read, which then has to be JSON
 */
public record Route(String method, String template, Access access, boolean hasBody, Handler handler) {

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
}
