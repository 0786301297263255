package io.slotkeeper.app.chaos;

import java.util.random.RandomGenerator;

/**
 * Something that goes wrong.
 *
 * @param name for the table
 * @param weight how often it comes, beside the others
 * @param kills whether processes die of it: then it takes from its beginning until all partitions answer again
 * @param whenReady whether it waits until all instances say that they are ready
 * @param strike brings it about
 */
record InjectedFault(String name, int weight, boolean kills, boolean whenReady, Strike strike) {

    /** At any moment, while others may still start. */
    InjectedFault(String name, int weight, boolean kills, Strike strike) {
        this(name, weight, kills, false, strike);
    }

    /** Brings a fault about. */
    interface Strike {

        /**
         * Returns when it is over, as far as an operator has to do with it.
         *
         * @return what exactly was done
         */
        String on(ChaosCluster cluster, RandomGenerator random) throws InterruptedException;
    }
}
