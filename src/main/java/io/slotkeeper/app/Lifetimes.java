package io.slotkeeper.app;

import java.util.concurrent.CompletableFuture;

/** How long a program that stays up does so. */
final class Lifetimes {

    private Lifetimes() {}

    /**
     * Returns when the program is asked to end.
     *
     * @param failed completes with a reason not to go on
     * @throws Failure when it completes first, or the embedded broker gives up
     */
    static void awaitEnd(CompletableFuture<String> stop, CompletableFuture<String> failed) {
        CompletableFuture.anyOf(stop, failed, EmbeddedBroker.fatal()).join();
        if (failed.isDone()) {
            throw new Failure(failed.join());
        }
        if (EmbeddedBroker.fatal().isDone()) {
            throw new Failure(
                    "the embedded broker gave up: " + EmbeddedBroker.fatal().join());
        }
    }
}
