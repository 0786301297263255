package io.slotkeeper.edge.log;

import io.slotkeeper.edge.http.HttpReply;

/** The header that tells a repeated request's answer from a first one's. */
public final class Replayed {

    private static final String HEADER = "Idempotent-Replayed";
    private static final String YES = "true";

    private Replayed() {}

    public static HttpReply marked(CommittedOutcome decided, HttpReply reply) {
        return decided.isRepeated() ? reply.with(HEADER, YES) : reply;
    }
}
