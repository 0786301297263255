package io.slotkeeper.stream;

/** Whether a processor sends ticks, which move log time while no other client writes. */
public enum Ticks {
    SENT,
    /** The log is processed as it is; nothing is added to it. */
    NOT_SENT
}
