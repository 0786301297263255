package io.slotkeeper.app.chaos;

import java.util.random.RandomGenerator;

/** Something that goes wrong, and is over when {@link #strike} returns, as far as an operator has to do with it. */
interface InjectedFault {

    /** For the table. */
    String name();

    /** How often it comes, beside the others. */
    int weight();

    /** Whether this machine can have it. */
    default boolean isPossible() {
        return true;
    }

    /** Whether processes die of it: what it takes until all partitions answer again is counted. */
    default boolean kills() {
        return false;
    }

    /**
     * Strikes.
     *
     * @return what exactly was done
     */
    String strike(ChaosCluster cluster, RandomGenerator random) throws InterruptedException;
}
