package io.slotkeeper.edge.reservations;

import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.IsoInstant;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A time as the reservation API takes it: a day, or an instant whose seconds and offset may be left out
 * (docs/spec/http.md#reservations). What is written is held to {@link IsoInstant}'s grammar.
 *
 * @param instant of a day: its beginning
 * @param until where a range ends that this is the end of: a day belongs to it
 */
record DateString(Instant instant, boolean wholeDay, Instant until) {

    private static final int LENGTH_OF_DAY = "2050-09-05".length();

    /**
     * Reads a date string. A day that its month doesn't have is told apart from what is no date string at all.
     *
     * @param zone of days and of times without an offset
     */
    static FieldValue<DateString> read(String text, ZoneId zone) {
        Optional<FieldValue<Instant>> instant = SlotStart.inFull(text).map(IsoInstant::parse);
        if (instant.isPresent() && instant.get() instanceof FieldValue.Present<Instant> present) {
            return FieldValue.of(of(text, present.content(), zone));
        }
        boolean noSuchDate =
                instant.filter(it -> it.isMalformed(Fault.NO_SUCH_DATE)).isPresent();
        return FieldValue.malformed(noSuchDate ? Fault.NO_SUCH_DATE : Fault.FORMAT);
    }

    /** @param inUtc what the text says, read as UTC where it has no offset */
    private static DateString of(String text, Instant inUtc, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(inUtc, ZoneOffset.UTC);
        if (text.length() == LENGTH_OF_DAY) {
            Instant begin = local.toLocalDate().atStartOfDay(zone).toInstant();
            return new DateString(
                    begin,
                    true,
                    local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant());
        }
        Instant instant = SlotStart.hasOffset(text) ? inUtc : local.atZone(zone).toInstant();
        return new DateString(instant, false, instant);
    }
}
