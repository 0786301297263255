package io.slotkeeper.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A slot that participants may agree on: {@code [start, end)}.
 *
 * @param start in whole seconds
 */
public record Slot(Instant start, Instant end) {

    private static final String PREFIX = "slt_";
    /** Epoch seconds of the year 9999 have 12 digits. */
    private static final int MAX_DIGITS = 12;

    static Slot at(Instant start, Duration duration) {
        return new Slot(start, start.plus(duration));
    }

    /** {@code slt_} and the start in epoch seconds: ids are checked by arithmetic, none is stored. */
    public String id() {
        return PREFIX + start.getEpochSecond();
    }

    /** The start that a slot id names; empty if the text is not the canonical id of any slot. */
    public static Optional<Instant> startOf(String id) {
        if (!id.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String digits = id.substring(PREFIX.length());
        boolean canonical = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        return canonical ? Optional.of(Instant.ofEpochSecond(Long.parseLong(digits))) : Optional.empty();
    }
}
