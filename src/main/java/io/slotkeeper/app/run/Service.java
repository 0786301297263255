package io.slotkeeper.app.run;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.warmup.WarmUp;
import io.slotkeeper.edge.EdgeServer;
import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.http.Cors;
import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.TrustedProxies;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.shares.ClientTimeouts;
import io.slotkeeper.stream.Ticks;
import io.slotkeeper.stream.cluster.MetaCheck;
import io.slotkeeper.stream.cluster.OpenTransactions;
import io.slotkeeper.stream.cluster.TopicReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * A running instance: the processor, its edge, health and metrics. Health can be queried from the beginning, also while
 * the cluster doesn't answer. At the end the processor is closed before the edge, which refuses requests meanwhile.
 */
public final class Service implements AutoCloseable {

    /** A request takes some ten milliseconds; a client that waits longer gets 503 by its own time-out. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(50);
    /** Between two lines that say what is waited for. */
    private static final Duration WAITING = Duration.ofSeconds(5);

    private record Running(
            StreamsRunner processor, RequestLog requests, TopicWatch topics, Admin admin, WarmUp warmUp) {}

    private final Config config;
    private final Supplier<EdgeAccess> access;
    private final PrometheusMeterRegistry registry = registry();
    private final EdgeMeters edgeMeters = new EdgeMeters(registry);
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private final EdgeServer server;
    private volatile Optional<Running> running = Optional.empty();
    private volatile boolean clientsAdmitted;
    private volatile boolean stopping;

    private Service(Config config, Supplier<EdgeAccess> access, ClientTimeouts timeouts) {
        this.config = config;
        this.access = access;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        gcMetrics.bindTo(registry);
        this.server = serve(timeouts);
    }

    private static PrometheusMeterRegistry registry() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new KafkaMeters());
        return registry;
    }

    /**
     * Serves health and metrics, but is not ready yet.
     *
     * @param access who may come in, asked at each request
     * @throws CommandFailure if the port is taken
     */
    public static Service open(Config config, Supplier<EdgeAccess> access) {
        return open(config, access, ClientTimeouts.DEFAULT);
    }

    /** Like {@link #open(Config, Supplier)}, with other time-outs for HTTP clients. */
    public static Service open(Config config, Supplier<EdgeAccess> access, ClientTimeouts timeouts) {
        return new Service(config, access, timeouts);
    }

    private EdgeServer serve(ClientTimeouts timeouts) {
        Config.Edge edge = config.edge();
        Config.Management management = edge.management();
        var listeners = new EdgeServer.Listeners(
                edge.host(),
                edge.port(),
                management.host(),
                management.port(),
                !management.chosen(),
                management.publicHealth(),
                edge.corsOrigins().map(Cors::of).orElse(Cors.NONE),
                edge.trustedProxies().orElse(TrustedProxies.NONE));
        try {
            return EdgeServer.start(listeners, registry, edgeMeters, this::unready, this::notes, timeouts);
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Starts to process the topics, and to warm up beside that. Clients of the APIs get 503 until both have come to their
     * end for the first time: what came earlier would wait behind all that is slow, and others behind it.
     *
     * @param report without problems
     * @throws CommandFailure if the state was made with other decision settings, or by a newer version
     */
    public void process(TopicReport report) {
        requireSameDecisions(report);
        WarmUp warmUp = warmUp(config);
        StreamsRunner processor;
        try {
            processor = start(report, warmUp);
        } catch (RuntimeException e) {
            warmUp.close();
            throw e;
        }
        if (config.instance().warmUp().isZero()) {
            admitClients();
        } else {
            var firstReady = new Thread(() -> admitWhenReady(warmUp, processor), "first-ready");
            firstReady.setDaemon(true);
            firstReady.start();
        }
    }

    private StreamsRunner start(TopicReport report, WarmUp warmUp) {
        URI advertised = advertised();
        // Streams knows an IPv6 address without its brackets.
        var address = new HostInfo(advertised.getHost().replaceAll("[\\[\\]]", ""), advertised.getPort());
        RequestLog requests = requests(advertised, report.partitions());
        StreamsRunner processor = processor(report, address, requests);
        // Only now, because the processor has created its folder: without it the disk would look full.
        new DiskSpaceMetrics(config.instance().stateDir().toFile()).bindTo(registry);
        Admin admin = KafkaClients.admin(config.cluster());
        var transactions =
                new OpenTransactions(admin, config.topics(), report.partitions(), registry, OpenTransactions.LONG);
        TopicWatch topics =
                TopicWatch.start(KafkaClients.check(admin, config), transactions, registry, TopicWatch.INTERVAL);
        server.servePeers(requests, processor.state(address, report.partitions()), edgeSettings(advertised));
        running = Optional.of(new Running(processor, requests, topics, admin, warmUp));
        return processor;
    }

    /** Starts to warm up for an instance with this configuration, also without one. */
    public static WarmUp warmUp(Config config) {
        return WarmUp.start(config.instance().warmUp(), cluster -> RehearsalInstance.open(config, cluster));
    }

    private void admitWhenReady(WarmUp warmUp, StreamsRunner processor) {
        warmUp.done().join();
        while (!stopping && !processor.isRunning()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        if (!stopping) {
            admitClients();
        }
    }

    private void admitClients() {
        server.admitClients();
        clientsAdmitted = true;
    }

    private void requireSameDecisions(TopicReport report) {
        try (var consumer = KafkaClients.consumer(config.cluster())) {
            List<String> objections = MetaCheck.objections(
                    consumer,
                    config.topics(),
                    config.topology(report.partitions()).meta());
            if (!objections.isEmpty()) {
                throw new CommandFailure(StreamsRunner.mismatch(String.join("; ", objections)));
            }
        }
    }

    /** @param requests closed if the processor doesn't start */
    private StreamsRunner processor(TopicReport report, HostInfo address, RequestLog requests) {
        try {
            return StreamsRunner.start(config, report, Ticks.SENT, Optional.empty(), Optional.of(address), registry);
        } catch (RuntimeException e) {
            requests.close();
            throw e;
        }
    }

    private RequestLog requests(URI advertised, int partitions) {
        try {
            return RequestLog.open(
                    config.topics(),
                    advertised.toString(),
                    partitions,
                    KafkaClients.edgeProducer(config.cluster()),
                    KafkaClients.edgeConsumer(config.cluster()),
                    config.edge().requestTimeout(),
                    edgeMeters,
                    server.executor());
        } catch (KafkaException e) {
            throw new CommandFailure("the edge doesn't start: " + KafkaClients.reason(e), e);
        }
    }

    private EdgeSettings edgeSettings(URI advertised) {
        Config.Edge edge = config.edge();
        return new EdgeSettings(
                edge.publicUrl().orElseGet(advertised::toString),
                access,
                edge.requireAuth(),
                config.decisions().reservations().strictHolds(),
                edge.anonymousHorizon(),
                edge.requestTimeout());
    }

    /** The URL by which other instances reach this one, and its name among them. */
    private URI advertised() {
        return URI.create(config.edge().advertisedUrl().orElseGet(() -> "http://" + ownHost() + ":" + httpPort()));
    }

    private String ownHost() {
        try {
            InetAddress listens = InetAddress.getByName(config.edge().host());
            String host = (listens.isAnyLocalAddress() ? InetAddress.getLocalHost() : listens).getHostAddress();
            return host.contains(":") ? "[" + host + "]" : host;
        } catch (UnknownHostException e) {
            throw new CommandFailure(
                    "this machine doesn't know its own address; set " + ConfigKeys.ADVERTISED_URL.text(), e);
        }
    }

    public int httpPort() {
        return server.port();
    }

    /** Of health and metrics. */
    public int managementPort() {
        return server.managementPort();
    }

    /** Why this instance is not ready; empty if it is. */
    public Optional<String> unready() {
        if (stopping) {
            return Optional.of("stopping");
        }
        return running.map(now -> unready(now).or(() -> clientsAdmitted ? Optional.empty() : Optional.of("warming up")))
                .orElse(Optional.of("starting"));
    }

    private static Optional<String> unready(Running now) {
        Optional<String> heldBack = now.topics().heldBack();
        return now.processor()
                .unready()
                .map(reason -> heldBack.map(it -> reason + "; " + it).orElse(reason))
                .or(() -> heldBack)
                .or(now.topics()::unready);
    }

    /** What an operator should know although this instance is ready. */
    public Optional<String> notes() {
        return running.flatMap(now -> now.topics().notes());
    }

    /**
     * Returns when this instance is ready, asked to end or can't go on, and says every few seconds what it waits for.
     *
     * @param end completes when there is nothing to wait for any longer
     */
    public void awaitReady(CompletableFuture<?> end, Consumer<String> waiting) {
        long next = System.nanoTime() + WAITING.toNanos();
        for (Optional<String> reason = unready(); reason.isPresent() && !end.isDone(); reason = unready()) {
            if (System.nanoTime() - next >= 0) {
                waiting.accept("waiting: " + reason.get());
                next += WAITING.toNanos();
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /**
     * Returns when the program is asked to end.
     *
     * @throws CommandFailure if this instance can't go on
     */
    public void awaitEnd(CompletableFuture<String> stop) {
        awaitEnd(stop, new CompletableFuture<>());
    }

    /**
     * Returns when the program is asked to end.
     *
     * @param broken completes with a reason if something that this instance depends on fails
     * @throws CommandFailure if it does, or this instance can't go on
     */
    public void awaitEnd(CompletableFuture<String> stop, CompletableFuture<String> broken) {
        CompletableFuture<String> failed = failed();
        CompletableFuture.anyOf(stop, failed, broken).join();
        for (CompletableFuture<String> end : List.of(failed, broken)) {
            if (end.isDone()) {
                throw new CommandFailure(end.join());
            }
        }
    }

    /** Completes with the reason if the processor or the edge fails for good. */
    public CompletableFuture<String> failed() {
        return running.map(now -> CompletableFuture.anyOf(
                                now.processor().failed(), now.requests().failed())
                        .thenApply(String.class::cast))
                .orElseGet(CompletableFuture::new);
    }

    @Override
    public void close() {
        stopping = true;
        server.refuse();
        running.ifPresent(now -> {
            server.awaitAnswers(ANSWERED_WITHIN);
            now.warmUp().close();
            now.topics().close();
            now.processor().close();
            now.requests().close();
            now.admin().close(Duration.ZERO);
        });
        server.close();
        gcMetrics.close();
        registry.close();
    }
}
