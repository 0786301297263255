package io.slotkeeper.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.edge.access.RandomIds;
import io.slotkeeper.edge.conversations.ConversationsApi;
import io.slotkeeper.edge.http.Cors;
import io.slotkeeper.edge.http.EdgeHandler;
import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.Route;
import io.slotkeeper.edge.http.TrustedProxies;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.log.StateReads;
import io.slotkeeper.edge.peers.PeerApi;
import io.slotkeeper.edge.peers.PeerClient;
import io.slotkeeper.edge.reservations.ExplainApi;
import io.slotkeeper.edge.reservations.ReservationsApi;
import io.slotkeeper.edge.reservations.SlotsApi;
import io.slotkeeper.edge.shares.ClientTimeouts;
import io.slotkeeper.edge.shares.SlowConnections;
import io.slotkeeper.edge.shares.WorkThreads;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.stream.query.OwnedState;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * HTTP: health and metrics on a listener of their own from the start, the two APIs on the public one while a processor
 * runs. Threads, connections, waiting requests and bytes in flight are bounded ({@link Limits}); a client that is slow or
 * idle is cut off.
 */
public final class EdgeServer implements AutoCloseable {

    private static final int MANAGEMENT_THREADS = 8;
    /** Lists are all work and no waiting: the other half of the cores is for everything else. */
    private static final int LISTS_AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final HttpListener edge;
    private final HttpListener management;
    private final EdgeMeters meters;
    private Optional<ExecutorService> lists = Optional.empty();

    private EdgeServer(HttpListener edge, HttpListener management, EdgeMeters meters) {
        this.edge = edge;
        this.management = management;
        this.meters = meters;
    }

    /** A port can't be listened on. */
    public static final class PortException extends IOException {
        private static final long serialVersionUID = 1;

        /** @param what the port is for */
        PortException(String what, String host, int port, IOException why) {
            super(
                    why instanceof BindException
                            ? "port " + port + " for " + what + " is taken"
                            : what + " can't be served on " + host + ":" + port + ": " + why,
                    why);
        }
    }

    /**
     * Where to listen.
     *
     * @param port 0 for any that is free; the same for {@code managementPort}
     * @param anyManagementPort whether another one will do where it is taken
     * @param publicHealth whether the public port says whether this instance is ready
     * @param cors which pages of other origins may use the APIs
     * @param proxies are believed where a request comes from
     */
    public record Listeners(
            String host,
            int port,
            String managementHost,
            int managementPort,
            boolean anyManagementPort,
            boolean publicHealth,
            Cors cors,
            TrustedProxies proxies) {

        private Listeners withAnyManagementPort() {
            return new Listeners(host, port, managementHost, 0, false, publicHealth, cors, proxies);
        }
    }

    /**
     * Starts to listen.
     *
     * @param unready why nothing should be expected of this instance now; empty when it works. Asked at each request,
     *     by several threads.
     * @param notes what an operator should know although it works
     * @param patience with slow and silent clients
     * @throws PortException when one of the ports can't be listened on
     */
    public static EdgeServer start(
            Listeners listeners,
            PrometheusMeterRegistry registry,
            EdgeMeters meters,
            Supplier<Optional<String>> unready,
            Supplier<Optional<String>> notes,
            ClientTimeouts patience)
            throws IOException {
        var operations = new OperationsApi(registry, unready, notes);
        HttpListener management = management(listeners, operations);
        try {
            HttpListener edge = edge(listeners, operations, meters, patience);
            meters.connections(edge::connections);
            return new EdgeServer(edge, management, meters);
        } catch (IOException e) {
            management.close();
            throw e;
        }
    }

    private static HttpListener edge(
            Listeners listeners, OperationsApi operations, EdgeMeters meters, ClientTimeouts patience)
            throws IOException {
        var size = new HttpListener.Size(
                "http",
                listeners.host(),
                listeners.port(),
                Limits.MAX_HTTP_THREADS,
                Limits.MAX_CONNECTIONS,
                Limits.MAX_CONNECTIONS_PER_ADDRESS);
        List<Route> routes = Routes.open(operations, listeners.publicHealth());
        return listening(
                "HTTP",
                size,
                patience,
                connections -> new EdgeHandler(
                        new DocumentShapes(),
                        routes,
                        meters,
                        connections,
                        patience.body(),
                        listeners.cors(),
                        listeners.proxies()));
    }

    /** It is asked by few, who are waited for as usual; what it answers isn't counted as requests. */
    private static HttpListener management(Listeners listeners, OperationsApi operations) throws IOException {
        var size = new HttpListener.Size(
                "management",
                listeners.managementHost(),
                listeners.managementPort(),
                MANAGEMENT_THREADS,
                Limits.MAX_MANAGEMENT_CONNECTIONS,
                Limits.MAX_MANAGEMENT_CONNECTIONS);
        var uncounted = new EdgeMeters(new SimpleMeterRegistry());
        try {
            return listening("management", size, ClientTimeouts.DEFAULT, connections -> {
                var handler = new EdgeHandler(
                        new DocumentShapes(),
                        Routes.management(operations),
                        uncounted,
                        connections,
                        ClientTimeouts.DEFAULT.body(),
                        Cors.NONE,
                        TrustedProxies.NONE);
                handler.serve(EdgeHandler.Apis.NONE);
                return handler;
            });
        } catch (PortException e) {
            if (listeners.anyManagementPort() && e.getCause() instanceof BindException) {
                return management(listeners.withAnyManagementPort(), operations);
            }
            throw e;
        }
    }

    private static HttpListener listening(
            String what,
            HttpListener.Size size,
            ClientTimeouts patience,
            Function<SlowConnections, EdgeHandler> handlers)
            throws IOException {
        try {
            return HttpListener.start(size, patience.idle(), handlers);
        } catch (IOException e) {
            throw new PortException(what, size.host(), size.port(), e);
        }
    }

    /** From now on the APIs answer. */
    public void serve(RequestLog log, OwnedState state, EdgeSettings settings) {
        servePeers(log, state, settings);
        admitClients();
    }

    /** From now on the APIs answer clients, too. */
    public void admitClients() {
        edge.handler().admitClients();
    }

    /** From now on the APIs answer what other instances pass on; clients get 503 until they are admitted. */
    public void servePeers(RequestLog log, OwnedState state, EdgeSettings settings) {
        var random = new RandomIds();
        var peers = new PeerClient(settings.access(), List.of("Accept"), settings.requestTimeout(), meters);
        var reads = new StateReads(state, peers, settings.requestTimeout());
        ExecutorService listing =
                WorkThreads.of("slot-lists", LISTS_AT_ONCE, new ArrayBlockingQueue<>(Limits.MAX_WAITING_LISTS));
        lists = Optional.of(listing);
        List<Route> routes = Routes.apis(
                new ConversationsApi(log, reads, settings, random),
                new ReservationsApi(log, reads, settings, random),
                new SlotsApi(reads, listing),
                new ExplainApi(reads, listing));
        Route ofPeers = new PeerApi(settings.access(), new DocumentShapes(), routes).route();
        edge.handler()
                .servePeers(new EdgeHandler.Apis(
                        Stream.concat(routes.stream(), Stream.of(ofPeers)).toList(),
                        settings.access(),
                        settings.requireAuth()));
    }

    /** From now on the APIs answer 503, which tells clients to go elsewhere. */
    public void refuse() {
        edge.handler().refuse();
    }

    /** Returns when no request waits for its answer, or the time is up. */
    public void awaitAnswers(Duration atMost) {
        try {
            edge.handler().awaitAnswers(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The threads that answer. They end when this is closed. */
    public Executor executor() {
        return edge.executor();
    }

    public int port() {
        return edge.port();
    }

    /** Of health and metrics. */
    public int managementPort() {
        return management.port();
    }

    @Override
    public void close() {
        edge.close();
        management.close();
        lists.ifPresent(ExecutorService::shutdownNow);
    }
}
