package io.slotkeeper.app.broker;

import io.slotkeeper.app.console.CommandFailure;

/** Whether Kafka's server is there: the container image is made without it, and no command but {@code dev}, {@code demo} and
 * {@code bench} has a use for it. */
public final class BrokerLibraries {

    private static final String SERVER = "kafka.server.KafkaRaftServer";

    private BrokerLibraries() {}

    /**
     * Called before anything else of this package that starts a broker.
     *
     * @param command that needs one
     * @throws CommandFailure if this installation can't start one
     */
    public static void require(String command) {
        try {
            Class.forName(SERVER, false, BrokerLibraries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new CommandFailure(
                    "this installation has no broker in it: " + command + " works from a clone (./slotkeeper " + command
                            + "), or with target/lib-dev beside lib; on a cluster use run --bootstrap",
                    e);
        }
    }
}
