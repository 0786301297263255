package io.slotkeeper.app.bench.scenario;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a load beside what is looked at meanwhile. */
final class Concurrently {

    /** What may be interrupted. */
    interface Load<T> {
        T run() throws InterruptedException;
    }

    private Concurrently() {}

    static <T> CompletableFuture<T> run(Load<T> load) {
        var done = new CompletableFuture<T>();
        var thread = new Thread(
                () -> {
                    try {
                        done.complete(load.run());
                    } catch (InterruptedException | RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                },
                "load");
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    /** Waits for it. Throws what it has thrown. */
    static <T> T join(CompletableFuture<T> load) throws InterruptedException {
        try {
            return load.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new InterruptedException();
        }
    }
}
