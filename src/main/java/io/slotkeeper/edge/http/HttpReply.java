package io.slotkeeper.edge.http;

import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An answer over HTTP.
 *
 * @param body empty: none, and then no content type either
 */
public record HttpReply(int status, Map<String, String> headers, byte[] body) {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String ENTITY_TAG = "ETag";
    private static final String JSON = "application/json; charset=utf-8";
    private static final byte[] NOTHING = {};
    private static final int NOT_MODIFIED = 304;

    public static HttpReply json(int status, Json body) {
        return new HttpReply(status, Map.of(CONTENT_TYPE, JSON), body.bytes());
    }

    public static HttpReply json(int status, byte[] body) {
        return new HttpReply(status, Map.of(CONTENT_TYPE, JSON), body);
    }

    public static HttpReply text(int status, String type, byte[] body) {
        return new HttpReply(status, Map.of(CONTENT_TYPE, type), body);
    }

    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), NOTHING);
    }

    public static CompletableFuture<HttpReply> done(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    /** With one more member in its body, if that is an object. Reads the body again: for what is seldom asked for. */
    HttpReply withMember(String name, Json member) {
        return OutputReader.tree(body)
                .map(object -> {
                    Json.Builder more = Json.object();
                    object.fields().forEach(more::put);
                    return new HttpReply(
                            status, headers, more.put(name, member).build().bytes());
                })
                .orElse(this);
    }

    public HttpReply with(EntityTag tag) {
        return with(ENTITY_TAG, tag.toString());
    }

    /** What is answered to who knows what {@code If-None-Match} names: 304 and no body, if that is what this shows. */
    HttpReply unless(String ifNoneMatch) {
        return Optional.ofNullable(headers.get(ENTITY_TAG))
                .filter(tag -> EntityTag.isNamed(tag, ifNoneMatch))
                .map(tag -> empty(NOT_MODIFIED).with(ENTITY_TAG, tag))
                .orElse(this);
    }

    public HttpReply with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new HttpReply(status, all, body);
    }
}
