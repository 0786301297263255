package io.slotkeeper.stream;

/**
 * Something about a topic that isn't as it has to be.
 *
 * @param topic its name on the cluster
 * @param setting what is wrong about it
 * @param mend the command, or the sentence, that says how to put it right
 */
public record TopicProblem(String topic, String setting, String found, String expected, String mend) {

    @Override
    public String toString() {
        return "topic %s: %s is %s, expected %s; to mend: %s".formatted(topic, setting, found, expected, mend);
    }
}
