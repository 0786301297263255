package io.slotkeeper.edge.http;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The entity tag of what is stored: its creation and its revision (docs/spec/http.md#preconditions). The first tells apart
 * what has the same name one after the other.
 */
public record EntityTag(Instant createdAt, long revision) {

    /** Whether a field {@code If-None-Match} names it. By RFC 9110, 13.1.2, a tag that is marked as weak does so, too. */
    static boolean isNamed(String tag, String field) {
        List<String> named = Stream.of(field.split(",", -1)).map(String::strip).toList();
        return named.contains("*") || named.contains(tag) || named.contains("W/" + tag);
    }

    /** As it is on the wire, with its quotes. */
    @Override
    public String toString() {
        return "\"" + createdAt.toEpochMilli() + "-" + revision + "\"";
    }
}
