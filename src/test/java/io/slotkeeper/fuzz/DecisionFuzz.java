package io.slotkeeper.fuzz;

import io.slotkeeper.oracle.Histories;
import io.slotkeeper.store.StateClasses;
import io.slotkeeper.topics.Topic;

/** Histories of records: the program decides what the oracle does. */
public final class DecisionFuzz {

    private DecisionFuzz() {}

    /** As the program does before anything else. */
    public static void fuzzerInitialize() {
        StateClasses.trust();
    }

    /** The bytes are the dice by which a history is made: one more or another makes another history. */
    public static void fuzzerTestOneInput(byte[] dice) {
        if (dice.length > 0) {
            Topic input = Topic.inputs().get(dice[0] & 1);
            Histories.judge(Histories.of(input, new BytesAsDice(dice)));
        }
    }
}
