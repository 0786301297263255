package io.slotkeeper.reservation;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;

/**
 * When slots of an event type are offered, in local time. It informs lists of slots; no decision looks at it.
 *
 * @param timeZone a name of {@code TimeZones}
 */
public record Schedule(String timeZone, List<Rule> rules) {

    /**
     * Offered on these days of the week between these times.
     *
     * @param startMinute minute of the day, local time
     * @param endMinute minute of the day, up to 1,440, after the start
     */
    public record Rule(Set<DayOfWeek> days, int startMinute, int endMinute) {}

    public Schedule {
        rules = List.copyOf(rules);
    }
}
