package io.slotkeeper.app.run;

import io.slotkeeper.app.broker.EmbeddedBroker;
import io.slotkeeper.app.console.CommandFailure;
import java.util.concurrent.CompletableFuture;

/** How long a program that stays up does so. */
public final class Lifetimes {

    private Lifetimes() {}

    /**
     * Returns when the program is asked to end.
     *
     * @param failed completes with a reason not to go on
     * @throws CommandFailure when it completes first, or the embedded broker gives up
     */
    public static void awaitEnd(CompletableFuture<String> stop, CompletableFuture<String> failed) {
        CompletableFuture.anyOf(stop, failed, EmbeddedBroker.fatal()).join();
        if (failed.isDone()) {
            throw new CommandFailure(failed.join());
        }
        if (EmbeddedBroker.fatal().isDone()) {
            throw new CommandFailure(
                    "the embedded broker gave up: " + EmbeddedBroker.fatal().join());
        }
    }
}
