package io.slotkeeper.edge.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text in the path of a URL. */
public final class Escaped {

    private Escaped() {}

    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @throws IllegalArgumentException when what follows a {@code %} isn't two hex digits */
    static String decodedSegment(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
