package io.slotkeeper.stream;

/** Whether a processor moves log time where nobody else writes. */
public enum Ticks {
    SENT,
    /** The log is to be processed as it stands, and nothing added to it. */
    NOT_SENT
}
