package io.slotkeeper.topics;

/** The header with which a request chooses where its outcome is told (topics.md, "Requests"). */
public final class ReplyPartition {

    /** Its value is the number of a partition of {@link Topic#EDGE_OUTCOMES}, in decimal digits. */
    public static final String HEADER = "slotkeeper-reply-partition";

    private ReplyPartition() {}
}
