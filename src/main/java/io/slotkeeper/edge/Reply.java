package io.slotkeeper.edge;

import io.slotkeeper.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An answer over HTTP.
 *
 * @param body empty: none, and then no content type either
 */
record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json; charset=utf-8";
    private static final byte[] NOTHING = {};

    static Reply json(int status, Json body) {
        return new Reply(status, Map.of(CONTENT_TYPE, JSON), body.bytes());
    }

    static Reply json(int status, byte[] body) {
        return new Reply(status, Map.of(CONTENT_TYPE, JSON), body);
    }

    static Reply text(int status, String type, byte[] body) {
        return new Reply(status, Map.of(CONTENT_TYPE, type), body);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), NOTHING);
    }

    static CompletableFuture<Reply> done(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    Reply with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body);
    }
}
