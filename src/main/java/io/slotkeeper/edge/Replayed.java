package io.slotkeeper.edge;

/** The header that tells a repeated request's answer from a first one's. */
final class Replayed {

    static final String HEADER = "Idempotent-Replayed";
    static final String YES = "true";

    private Replayed() {}
}
