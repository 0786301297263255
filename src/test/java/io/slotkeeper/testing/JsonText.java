package io.slotkeeper.testing;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** JSON as tests write it. */
public final class JsonText {

    private JsonText() {}

    /** Single quotes stand for double ones. */
    public static String json(String text) {
        return text.replace('\'', '"');
    }

    /** A list of what is JSON already. */
    public static String list(Stream<String> elements) {
        return elements.collect(Collectors.joining(",", "[", "]"));
    }
}
