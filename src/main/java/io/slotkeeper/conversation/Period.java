package io.slotkeeper.conversation;

import java.time.Instant;

/** A period that contains slots: {@code [start, end)} in whole seconds. */
public record Period(Instant start, Instant end) {

    public Period {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("Expected a period to end after it starts");
        }
    }
}
