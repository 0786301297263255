package io.slotkeeper.edge;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Health and metrics for operators: {@code /health/live} (the process answers), {@code /health/ready} (200, or 503 with
 * the reason) and {@code /metrics} (Prometheus' text format).
 */
public final class OperationsServer implements AutoCloseable {

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Javalin server;

    private OperationsServer(Javalin server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param host the address to listen on
     * @param port 0 for any that is free
     * @param unready why nothing should be expected of this instance now; empty when it works. Asked at each request,
     *     by several threads.
     * @throws BindException when the port is taken
     */
    public static OperationsServer start(
            String host, int port, PrometheusMeterRegistry registry, Supplier<Optional<String>> unready)
            throws IOException {
        requireFree(host, port);
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.routes.get("/health/live", context -> context.result("live\n"));
            config.routes.get("/health/ready", context -> ready(context, unready.get()));
            config.routes.get(
                    "/metrics", context -> context.contentType(METRICS_TYPE).result(registry.scrape()));
        });
        try {
            server.start(host, port);
            return new OperationsServer(server);
        } catch (JavalinBindException e) {
            server.stop();
            throw (BindException) new BindException("port " + port + " for HTTP is taken").initCause(e);
        }
    }

    /** Javalin reports a taken port as an error with a stack trace before anybody can catch it. */
    @SuppressWarnings("AddressSelection") // an address to listen on, not a name that may have several
    private static void requireFree(String host, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        }
    }

    private static void ready(Context context, Optional<String> unready) {
        context.status(unready.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .result(unready.orElse("ready") + "\n");
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
