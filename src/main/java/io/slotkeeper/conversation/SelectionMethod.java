package io.slotkeeper.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a participant comes to a slot. */
public enum SelectionMethod {
    /** Takes whatever the others agree on. */
    AUTO,
    /** Selects by request. */
    MANUAL;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name on the wire. */
    public String text() {
        return text;
    }

    public static Optional<SelectionMethod> of(String text) {
        return Arrays.stream(values())
                .filter(method -> method.text.equals(text))
                .findFirst();
    }
}
