package io.slotkeeper.edge;

/** The header that tells a repeated request's answer from a first one's. */
final class Replayed {

    private static final String HEADER = "Idempotent-Replayed";
    private static final String YES = "true";

    private Replayed() {}

    static Reply marked(Decided decided, Reply reply) {
        return decided.isRepeated() ? reply.with(HEADER, YES) : reply;
    }
}
