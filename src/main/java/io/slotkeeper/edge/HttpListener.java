package io.slotkeeper.edge;

import io.slotkeeper.edge.http.EdgeHandler;
import io.slotkeeper.edge.shares.SlowConnections;
import io.slotkeeper.request.field.Limits;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A port with threads and connections of its own, so that what happens at another one doesn't matter here. */
final class HttpListener implements AutoCloseable {

    /** Segments are decoded one by one, so there is nothing ambiguous about any id, also one with % or a backslash. */
    private static final UriCompliance PATHS = UriCompliance.RFC3986.with(
            "SLOTKEEPER",
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    /** Connections that come in faster than they are taken wait here; where there is no room, clients try again. */
    private static final int ARRIVING = 1_024;

    private final Server server;
    private final ServerConnector connector;
    private final SlowConnections connections;
    private final EdgeHandler handler;

    private HttpListener(Server server, ServerConnector connector, SlowConnections connections, EdgeHandler handler) {
        this.server = server;
        this.connector = connector;
        this.connections = connections;
        this.handler = handler;
    }

    /**
     * Where to listen, and how much there may be of everything.
     *
     * @param name of the threads
     * @param host the address to listen on
     * @param port 0 for any that is free
     * @param connectionsOfOne address
     */
    record Size(String name, String host, int port, int threads, int connections, int connectionsOfOne) {}

    /**
     * Starts to listen.
     *
     * @param idle patience with silent and slow clients
     * @param handlers makes the handler, which tells the connections whose turn it is
     * @throws BindException when the port is taken
     */
    static HttpListener start(Size size, Duration idle, Function<SlowConnections, EdgeHandler> handlers)
            throws IOException {
        var threads = new QueuedThreadPool(size.threads());
        threads.setName(size.name());
        var server = new Server(threads);
        var connections = new SlowConnections(idle, server.getScheduler(), size.connections(), size.connectionsOfOne());
        EdgeHandler handler = handlers.apply(connections);
        ServerConnector connector = connector(server, size, idle);
        connector.addBean(connections);
        server.addConnector(connector);
        server.setHandler(handler);
        server.setErrorHandler((request, response, callback) -> handler.refuse(request, response, callback));
        var listener = new HttpListener(server, connector, connections, handler);
        listener.start();
        return listener;
    }

    private static ServerConnector connector(Server server, Size size, Duration idle) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(Limits.MAX_HEADER_BYTES);
        // A line that ends for us and not for the proxy in front hides what follows it from the proxy.
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(PATHS);
        // Or a header would come in the letters of an earlier one on the connection: tokens and keys have their case.
        http.setHeaderCacheCaseSensitive(true);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(size.host());
        connector.setPort(size.port());
        connector.setAcceptQueueSize(ARRIVING);
        connector.setIdleTimeout(idle.toMillis());
        return connector;
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

    EdgeHandler handler() {
        return handler;
    }

    /** Open connections. */
    int connections() {
        return connections.open();
    }

    /** The threads that answer. They end when this is closed. */
    Executor executor() {
        return server.getThreadPool();
    }

    int port() {
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
