package io.slotkeeper.edge;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what takes long, so that nothing else has to wait for it; what is too much is rejected. */
final class BoundedExecutor implements Executor, AutoCloseable {

    private final ThreadPoolExecutor threads;

    /**
     * @param atOnce tasks that run at a time
     * @param waiting tasks that wait for that
     */
    BoundedExecutor(String name, int atOnce, int waiting) {
        threads =
                new ThreadPoolExecutor(atOnce, atOnce, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    var thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** @throws RejectedExecutionException when too many wait */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
