package io.slotkeeper.replay;

/** A log whose first records are gone: what was decided from them can't be decided again. */
public final class LogBegunLate extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogBegunLate(LogReader log) {
        super(log.partition() + " begins at offset " + log.start()
                + ": its retention, or somebody, deleted what came before, so it can't be replayed");
    }
}
