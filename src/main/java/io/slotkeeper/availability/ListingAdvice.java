package io.slotkeeper.availability;

import java.util.Locale;

/** Why a slot isn't listed that could be reserved all the same: a reservation may begin anywhere. */
public enum ListingAdvice {
    OUTSIDE_SCHEDULE("The event type's schedule is not open for the whole slot."),
    NOT_ON_GRID("No listed slot starts at this time.");

    private final String description;

    ListingAdvice(String description) {
        this.description = description;
    }

    /** Name on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String description() {
        return description;
    }
}
