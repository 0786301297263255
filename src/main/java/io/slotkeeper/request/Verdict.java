package io.slotkeeper.request;

/** The verdict of a state machine on a request. */
public sealed interface Verdict {

    /** The request is accepted. It may have changed nothing. */
    record Accepted() implements Verdict {}

    /** The request was accepted earlier; it changes nothing now. */
    record Repeated() implements Verdict {}

    /** The request is refused; it changes nothing. */
    record Refused(Refusal refusal) implements Verdict {}

    Verdict ACCEPTED = new Accepted();
    Verdict REPEATED = new Repeated();

    static Verdict refused(Refusal refusal) {
        return new Refused(refusal);
    }
}
