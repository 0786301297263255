package io.slotkeeper.edge.reservations;

import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.IsoInstant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time as the reservation API takes it: a day of UTC, or an instant whose seconds and offset may be left out, which
 * is UTC then (docs/spec/http.md#reservations). What is written is held to {@link IsoInstant}'s grammar.
 *
 * @param instant of a day: its beginning
 */
record DateString(Instant instant, boolean wholeDay) {

    private static final int LENGTH_OF_DAY = "2050-09-05".length();

    /** Reads a date string. A day that its month doesn't have is told apart from what is no date string at all. */
    static FieldValue<DateString> read(String text) {
        Optional<FieldValue<Instant>> instant = SlotStart.inFull(text).map(IsoInstant::parse);
        if (instant.isPresent() && instant.get() instanceof FieldValue.Present<Instant> present) {
            return FieldValue.of(new DateString(present.content(), text.length() == LENGTH_OF_DAY));
        }
        boolean noSuchDate =
                instant.filter(it -> it.isMalformed(Fault.NO_SUCH_DATE)).isPresent();
        return FieldValue.malformed(noSuchDate ? Fault.NO_SUCH_DATE : Fault.FORMAT);
    }

    /** Where a range ends that this is the end of: a day belongs to it. */
    Instant until() {
        return wholeDay ? instant.plus(Duration.ofDays(1)) : instant;
    }
}
