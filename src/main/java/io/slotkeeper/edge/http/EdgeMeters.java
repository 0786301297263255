package io.slotkeeper.edge.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slotkeeper.request.field.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What the edge counts. For any thread. */
public final class EdgeMeters {

    private final MeterRegistry registry;
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private final AtomicInteger replyPartition = new AtomicInteger(-1);
    private final Counter ownOutcomes;
    private final Counter otherOutcomes;
    private final Counter unreadableOutcomes;
    private final Counter undone;
    private final Counter notSent;
    private final Counter forwarded;
    private final Counter falsePeers;

    public EdgeMeters(MeterRegistry registry) {
        this.registry = registry;
        ownOutcomes = outcomes("own");
        otherOutcomes = outcomes("other");
        unreadableOutcomes = outcomes("unreadable");
        undone = counter("slotkeeper.http.undone", "Requests taken back because nobody heard of their outcome");
        notSent = counter("slotkeeper.http.not.sent", "Requests that could not be written to the log");
        forwarded = counter("slotkeeper.http.forwarded", "Reads passed on to the instance that owns the key");
        falsePeers = counter(
                "slotkeeper.http.peers.false",
                "Answers to forwarded reads by something that doesn't know the edge's secret");
        Gauge.builder("slotkeeper.edge.reply.partition", replyPartition, AtomicInteger::get)
                .description("The partition of edge-outcomes that this instance reads; -1 before it does")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter outcomes(String whose) {
        return Counter.builder("slotkeeper.edge.outcomes.read")
                .description("Outcomes read; other: nobody here waits for them (any longer); unreadable: not ours")
                .tag("whose", whose)
                .register(registry);
    }

    /** @param open how many connections there are now */
    public void connections(Supplier<Number> open) {
        Gauge.builder("slotkeeper.http.connections", open)
                .description("Open connections; beyond " + Limits.MAX_CONNECTIONS + " new ones have to wait")
                .register(registry);
    }

    /**
     * @param requests how many wait for their answer now
     * @param bytes of all requests and answers
     */
    void inFlight(Supplier<Number> requests, Supplier<Number> bytes) {
        Gauge.builder("slotkeeper.http.in.flight", bytes)
                .baseUnit("bytes")
                .description("Requests and answers, from the headers until the answer was written; beyond "
                        + Limits.MAX_BYTES_IN_FLIGHT + " requests get 503")
                .register(registry);
        Gauge.builder("slotkeeper.http.waiting", requests)
                .description(
                        "Requests that wait for their answer; beyond " + Limits.MAX_WAITING_REQUESTS + " they get 503")
                .register(registry);
    }

    /** @param route its template, so that there are as many as routes */
    void answered(String method, String route, int status, Duration took) {
        requests.computeIfAbsent(
                        method + " " + route + " " + status,
                        name -> Timer.builder("slotkeeper.http.requests")
                                .description("From the request's headers to its answer")
                                .tag("method", method)
                                .tag("route", route)
                                .tag("status", Integer.toString(status))
                                .register(registry))
                .record(took);
    }

    public void replyPartition(int partition) {
        replyPartition.set(partition);
    }

    public void outcomeRead(boolean own) {
        (own ? ownOutcomes : otherOutcomes).increment();
    }

    public void outcomeUnreadable() {
        unreadableOutcomes.increment();
    }

    public void undone() {
        undone.increment();
    }

    public void notSent() {
        notSent.increment();
    }

    public void falsePeer() {
        falsePeers.increment();
    }

    public void forwarded() {
        forwarded.increment();
    }
}
