package io.slotkeeper.logtime;

/** Log time: the highest broker timestamp so far in a partition (log-time.md, "Log time"). */
public final class LogTime {

    private LogTime() {}

    /**
     * Log time of a record, in milliseconds: it never steps back, and is never negative.
     *
     * @param timestamp of the record, as the broker set it
     * @param before log time before it; negative when there was none
     */
    public static long of(long timestamp, long before) {
        return Math.max(0, Math.max(timestamp, before));
    }
}
