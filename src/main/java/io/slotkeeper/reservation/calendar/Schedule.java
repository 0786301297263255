package io.slotkeeper.reservation.calendar;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;

/**
 * When slots of an event type are offered, in local time. Used for lists of slots; no decision depends on it.
 *
 * @param timeZone a name of {@code TimeZones}
 */
public record Schedule(String timeZone, List<OpeningRule> rules) {

    /**
     * Slots are offered on these days of the week, between these times.
     *
     * @param startMinute minute of the local day
     * @param endMinute minute of the local day, up to 1,440, after the start
     */
    public record OpeningRule(Set<DayOfWeek> days, int startMinute, int endMinute) {}

    public Schedule {
        rules = List.copyOf(rules);
    }
}
