package io.slotkeeper.audit;

import java.util.Locale;

/** What an audit counts (docs/spec/faults.md#faults). The names are what programs see, the sentences what people read. */
public enum Judged {
    /** Whether each has the outcome that the oracle gives it, field by field, and no other. */
    REQUESTS("requests without exactly one outcome, the one that the specification gives"),
    /** The same of what is no request. */
    REFUSED_RECORDS("unreadable records without exactly one refused record, the one that the specification gives"),
    SNAPSHOTS("snapshots and tombstones that are missing, too many or other than the specification gives"),
    REVISIONS("snapshots whose revision isn't one more than the one before"),
    /** Of what is granted, when it is granted: a booking that is recorded later is a fact and may exceed it. */
    CAPACITY("holds and bookings granted beyond the capacity"),
    SELECTIONS("participants with more than one selection"),
    HONOURED("holds that were honoured at their deadline or after it"),
    DEADLINES("deadlines that were announced early, twice or not at all"),
    TRANSACTIONS("partitions of output topics that end in a transaction left open");

    private final String faults;

    Judged(String faults) {
        this.faults = faults;
    }

    /** In lower case, as in JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the faults are, in the plural. */
    public String faults() {
        return faults;
    }
}
