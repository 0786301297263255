package io.slotkeeper.edge.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token may be used for (docs/spec/http.md#authentication). */
public enum Scope {
    /** To look at anything. */
    READ,
    /** To reserve, book, and take part in conversations. */
    BOOK,
    /** To define and remove event types. */
    DEFINE;

    /** Its name in the file of keys. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> named(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }
}
