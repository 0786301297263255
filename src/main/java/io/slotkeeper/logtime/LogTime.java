package io.slotkeeper.logtime;

/** Log time: the highest broker timestamp so far in a partition (docs/spec/log-time.md#log-time). */
public final class LogTime {

    private LogTime() {}

    /**
     * Log time after a record, in epoch milliseconds. Never steps back and is never negative.
     *
     * @param timestamp of the record, set by the broker
     * @param before log time before the record; negative if there was no record
     */
    public static long of(long timestamp, long before) {
        return Math.max(0, Math.max(timestamp, before));
    }
}
