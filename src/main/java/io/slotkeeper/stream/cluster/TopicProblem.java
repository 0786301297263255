package io.slotkeeper.stream.cluster;

/**
 * A difference between a topic and what it has to be.
 *
 * @param topic name on the cluster
 * @param setting what is wrong about it
 * @param mend the command, or the sentence, that says how to put it right
 */
public record TopicProblem(
        String topic, String setting, String found, String expected, String mend, Endangered endangered) {

    /** What can't be relied on because of a problem. */
    public enum Endangered {
        /** Decisions may be wrong now. */
        DECISIONS,
        /** Decisions are right, but may be lost or stopped with a broker. */
        DURABILITY
    }

    /** A problem that endangers decisions. */
    public TopicProblem(String topic, String setting, String found, String expected, String mend) {
        this(topic, setting, found, expected, mend, Endangered.DECISIONS);
    }

    @Override
    public String toString() {
        return "topic %s: %s is %s, expected %s; to mend: %s".formatted(topic, setting, found, expected, mend);
    }
}
