package io.slotkeeper.app.bench.round;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a load beside what is looked at meanwhile. */
public final class Concurrently {

    /** What may be interrupted. */
    public interface Load<T> {
        T run() throws InterruptedException;
    }

    private Concurrently() {}

    public static <T> CompletableFuture<T> run(Load<T> load) {
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
    public static <T> T join(CompletableFuture<T> load) throws InterruptedException {
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
