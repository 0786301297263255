package io.slotkeeper.edge;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.edge.access.RandomIds;
import io.slotkeeper.edge.conversations.ConversationsApi;
import io.slotkeeper.edge.http.ClientTimeouts;
import io.slotkeeper.edge.http.EdgeHandler;
import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.Route;
import io.slotkeeper.edge.http.SlowConnections;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.log.StateReads;
import io.slotkeeper.edge.peers.PeerApi;
import io.slotkeeper.edge.peers.PeerClient;
import io.slotkeeper.edge.reservations.ReservationsApi;
import io.slotkeeper.edge.reservations.SlotsApi;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.stream.query.OwnedState;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP: health and metrics from the start, the two APIs while a processor runs. Threads, connections and waiting
 * requests are bounded ({@link Limits}); a client that is slow or idle is cut off.
 */
public final class EdgeServer implements AutoCloseable {

    /** Segments are decoded one by one, so there is nothing ambiguous about any id, also one with % or a backslash. */
    private static final UriCompliance PATHS = UriCompliance.RFC3986.with(
            "SLOTKEEPER",
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    /** Of silence, where there are so many connections that others have to wait. */
    private static final Duration IDLE_WHEN_CROWDED = Duration.ofSeconds(1);

    /** Connections that come in faster than they are taken wait here; where there is no room, clients try again. */
    private static final int ARRIVING = 1_024;

    private final Server server;
    private final ServerConnector connector;
    private final EdgeHandler handler;
    private final EdgeMeters meters;

    private EdgeServer(Server server, ServerConnector connector, EdgeHandler handler, EdgeMeters meters) {
        this.server = server;
        this.connector = connector;
        this.handler = handler;
        this.meters = meters;
    }

    /**
     * Starts to listen.
     *
     * @param host the address to listen on
     * @param port 0 for any that is free
     * @param unready why nothing should be expected of this instance now; empty when it works. Asked at each request,
     *     by several threads.
     * @param patience with slow and silent clients
     * @throws BindException when the port is taken
     */
    public static EdgeServer start(
            String host,
            int port,
            PrometheusMeterRegistry registry,
            EdgeMeters meters,
            Supplier<Optional<String>> unready,
            ClientTimeouts patience)
            throws IOException {
        var threads = new QueuedThreadPool(Limits.MAX_HTTP_THREADS);
        threads.setName("http");
        var server = new Server(threads);
        var slow = new SlowConnections(patience.idle(), server.getScheduler());
        var operations = Routes.operations(new OperationsApi(registry, unready));
        var handler = new EdgeHandler(new DocumentShapes(), operations, meters, slow, patience.body());
        var connector = connector(server, host, port, patience, slow);
        server.addConnector(connector);
        server.addBean(limit(server, meters));
        server.setHandler(handler);
        server.setErrorHandler((request, response, callback) -> handler.refuse(request, response, callback));
        var edge = new EdgeServer(server, connector, handler, meters);
        edge.start();
        return edge;
    }

    private static ServerConnector connector(
            Server server, String host, int port, ClientTimeouts patience, SlowConnections slow) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(Limits.MAX_HEADER_BYTES);
        // A line that ends for us and not for the proxy in front hides what follows it from the proxy.
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(PATHS);
        // Or a header would come in the letters of an earlier one on the connection: tokens and keys have their case.
        http.setHeaderCacheCaseSensitive(true);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ARRIVING);
        connector.setIdleTimeout(patience.idle().toMillis());
        connector.addBean(slow);
        return connector;
    }

    private static NetworkConnectionLimit limit(Server server, EdgeMeters meters) {
        var limit = new NetworkConnectionLimit(Limits.MAX_CONNECTIONS, server);
        limit.setEndPointIdleTimeout(IDLE_WHEN_CROWDED.toMillis());
        meters.connections(limit::getNetworkConnectionCount);
        return limit;
    }

    private void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                    .filter(BindException.class::isInstance)
                    .map(BindException.class::cast)
                    .findFirst()
                    .map(IOException.class::cast)
                    .orElseGet(() -> new IOException("HTTP can't be served", e));
        }
    }

    /** From now on the APIs answer. */
    public void serve(RequestLog log, OwnedState state, EdgeSettings settings) {
        var random = new RandomIds();
        var peers = new PeerClient(settings.access(), List.of("Accept"), settings.requestTimeout(), meters);
        var reads = new StateReads(state, peers, settings.requestTimeout());
        List<Route> routes = Routes.apis(
                new ConversationsApi(log, reads, settings, random),
                new ReservationsApi(log, reads, settings, random),
                new SlotsApi(reads));
        Route ofPeers = new PeerApi(settings.access(), new DocumentShapes(), routes).route();
        handler.serve(new EdgeHandler.Apis(
                Stream.concat(routes.stream(), Stream.of(ofPeers)).toList(),
                settings.access(),
                settings.requireAuth()));
    }

    /** From now on the APIs answer 503, which tells clients to go elsewhere. */
    public void refuse() {
        handler.refuse();
    }

    /** Returns when no request waits for its answer, or the time is up. */
    public void awaitAnswers(Duration atMost) {
        try {
            handler.awaitAnswers(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The threads that answer. They end when this is closed. */
    public Executor executor() {
        return server.getThreadPool();
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Expected the HTTP server to stop", e);
        }
    }
}
