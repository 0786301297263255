package io.slotkeeper.app.bench.peer;

import io.slotkeeper.app.console.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that ask as soon as they were answered, each in a thread of its own. */
final class ClosedLoop {

    /** One client. */
    interface Client {
        /** Asks for some, waits for all the answers, and returns how many were reserved. */
        long ask() throws Exception;
    }

    private ClosedLoop() {}

    /** How many were reserved a second, by all clients together. */
    static double run(List<? extends Client> clients, Duration time) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            long started = System.nanoTime();
            long end = started + time.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (Client client : clients) {
                counts.add(threads.submit(() -> {
                    long reserved = 0;
                    while (System.nanoTime() < end) {
                        reserved += client.ask();
                    }
                    return reserved;
                }));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum * 1e9 / (System.nanoTime() - started);
        } catch (ExecutionException e) {
            throw new CommandFailure("a client has failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
