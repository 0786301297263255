package io.slotkeeper.replay;

import org.apache.kafka.common.TopicPartition;

/** Thrown if the first records of a log are gone: what was decided from them can't be decided again. */
public final class TruncatedLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param start the first offset that is left */
    public TruncatedLogException(TopicPartition log, long start) {
        super(log + " begins at offset " + start
                + ": its retention, or somebody, deleted what came before, so it can't be replayed");
    }
}
