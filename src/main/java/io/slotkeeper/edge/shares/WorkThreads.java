package io.slotkeeper.edge.shares;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of the edge beside those of HTTP. */
public final class WorkThreads {

    private static final int IDLE_SECONDS = 5;

    private WorkThreads() {}

    /**
     * At most so many threads, which end when there is nothing to do for a while, and with the program.
     *
     * @param waiting tasks; what doesn't fit is rejected
     */
    public static ExecutorService of(String name, int most, BlockingQueue<Runnable> waiting) {
        var threads = new ThreadPoolExecutor(most, most, IDLE_SECONDS, TimeUnit.SECONDS, waiting, task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
