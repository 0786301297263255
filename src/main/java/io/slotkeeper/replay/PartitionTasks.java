package io.slotkeeper.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Tasks that each read one partition of a log to its end, as many at a time as there are processors. One that fails fails
 * all.
 */
public final class PartitionTasks {

    private final BooleanSupplier stopped;
    private volatile boolean failed;

    /** @param stopped whether to end before the end; asked by several threads */
    public PartitionTasks(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /** Whether a task has to return soon: it was stopped, or another one failed. Its result is then worth nothing. */
    public boolean areOver() {
        return failed || stopped.getAsBoolean();
    }

    /**
     * Runs all of them.
     *
     * @return what each returned, in their order; empty when they were stopped
     * @throws RuntimeException that a task threw
     */
    public <T> Optional<List<T>> run(List<? extends Callable<T>> tasks) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<T>> all = new ArrayList<>();
            tasks.forEach(task -> all.add(threads.submit(task)));
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(get(one));
            }
            return stopped.getAsBoolean() ? Optional.empty() : Optional.of(results);
        } catch (RuntimeException e) {
            failed = true;
            throw e;
        } finally {
            // Tasks that still run see that it failed or was stopped; interrupting Kafka's clients would log errors.
            threads.shutdown();
        }
    }

    private static <T> T get(Future<T> one) {
        try {
            return one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
