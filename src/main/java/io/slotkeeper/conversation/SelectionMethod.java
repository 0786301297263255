package io.slotkeeper.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the slot of a participant is selected. */
public enum SelectionMethod {
    /** Automatically: the slot on which the manual participants agree. */
    AUTO,
    /** By a request. */
    MANUAL;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Name on the wire. */
    public String text() {
        return text;
    }

    public static Optional<SelectionMethod> of(String text) {
        return Arrays.stream(values())
                .filter(method -> method.text.equals(text))
                .findFirst();
    }
}
