package io.slotkeeper.stream.cluster;

import org.apache.kafka.common.errors.AuthorizationException;

/** Thrown if the cluster refuses what it was asked; Kafka's own exceptions of a request don't say what they refuse. */
public final class MissingRight extends AuthorizationException {

    private static final long serialVersionUID = 1L;

    /**
     * @param right as in an ACL: an operation and what it is on
     * @param refusal of the cluster
     */
    MissingRight(String right, AuthorizationException refusal) {
        super(sentence(right));
        // Not the cause: what Kafka says of it is less.
        addSuppressed(refusal);
    }

    /** What is told of a right that is missing. */
    public static String sentence(String right) {
        return "this principal has no right to " + right;
    }
}
