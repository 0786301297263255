package io.slotkeeper.app.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * 64 clients that reserve slots over HTTP, each with a connection of its own, all slots different. Either each asks as
 * soon as it was answered, or all together ask at a rate; then a request counts from the moment at which it should have
 * been sent. Until it is closed.
 */
public final class HttpLoad implements AutoCloseable {

    public static final int CLIENTS = 64;
    public static final int EVENT_TYPES = 256;

    private static final int CREATED = 201;
    private static final int NO_ANSWER = -1;
    /** A client whose server isn't there asks so often whether it is there again, at most. */
    private static final long BETWEEN_ATTEMPTS_NANOS = 5_000_000;

    /**
     * What became of a request.
     *
     * @param due when it should have been sent, as {@link System#nanoTime()}
     * @param nanos until it was answered
     * @param granted whether the slot is reserved; otherwise it was refused, or there was no answer
     */
    public record Answered(long due, long nanos, boolean granted) {}

    private final int port;
    /** Of one client; 0: as soon as it can. */
    private final double betweenNanos;

    private final AtomicLong numbers;
    private final long start = System.nanoTime();
    private final List<List<Answered>> answers = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ending;
    private volatile long endedAt;

    private HttpLoad(int port, double perSecond, AtomicLong numbers) {
        this.port = port;
        this.numbers = numbers;
        this.betweenNanos = perSecond == 0 ? 0 : CLIENTS * 1e9 / perSecond;
        for (int client = 0; client < CLIENTS; client++) {
            var own = new ArrayList<Answered>();
            answers.add(own);
            long first = start + (long) (betweenNanos * client / CLIENTS);
            var thread = new Thread(() -> ask(first, own), "http-client-" + client);
            thread.setDaemon(true);
            clients.add(thread);
        }
        clients.forEach(Thread::start);
    }

    /**
     * All clients ask at a rate.
     *
     * @param numbers of the requests, so that no two are for the same slot
     */
    public static HttpLoad paced(int port, int perSecond, AtomicLong numbers) {
        return new HttpLoad(port, perSecond, numbers);
    }

    /** Each client asks as soon as it was answered. */
    public static HttpLoad closedLoop(int port, AtomicLong numbers) {
        return new HttpLoad(port, 0, numbers);
    }

    private void ask(long first, List<Answered> own) {
        Optional<HttpConnection> connection = Optional.empty();
        for (long i = 0; !ending; i++) {
            long due = betweenNanos == 0 ? System.nanoTime() : first + (long) (i * betweenNanos);
            PacedRequests.waitUntil(due);
            if (ending) {
                break;
            }
            int status = NO_ANSWER;
            try {
                if (connection.isEmpty()) {
                    connection = Optional.of(new HttpConnection(port));
                }
                status = connection.get().reserve(numbers.getAndIncrement(), EVENT_TYPES);
            } catch (IOException e) {
                connection.ifPresent(HttpConnection::close);
                connection = Optional.empty();
                LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            }
            own.add(new Answered(due, System.nanoTime() - due, status == CREATED));
        }
        connection.ifPresent(HttpConnection::close);
        if (betweenNanos > 0) {
            notSent(first, own);
        }
    }

    /** What should have been sent by now and waits for its client is part of the queue. */
    private void notSent(long first, List<Answered> own) {
        long now = System.nanoTime();
        for (long i = own.size(); first + (long) (i * betweenNanos) < endedAt; i++) {
            long due = first + (long) (i * betweenNanos);
            own.add(new Answered(due, now - due, false));
        }
    }

    /** Ends it, and returns everything that was asked. */
    public List<Answered> end() throws InterruptedException {
        close();
        for (Thread client : clients) {
            client.join();
        }
        return answers.stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        if (!ending) {
            endedAt = System.nanoTime();
            ending = true;
        }
        clients.forEach(Thread::interrupt);
    }
}
