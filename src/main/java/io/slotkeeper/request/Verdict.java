package io.slotkeeper.request;

/** What a state machine says to a request. */
public sealed interface Verdict {

    /** Honoured. */
    record Accepted() implements Verdict {}

    /** Honoured earlier; nothing changed now. */
    record Repeated() implements Verdict {}

    /** Not honoured; nothing changed. */
    record Refused(Refusal refusal) implements Verdict {}

    Verdict ACCEPTED = new Accepted();
    Verdict REPEATED = new Repeated();

    static Verdict refused(Refusal refusal) {
        return new Refused(refusal);
    }
}
