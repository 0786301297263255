package io.slotkeeper.app;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.edge.OperationsServer;
import io.slotkeeper.stream.MetaCheck;
import io.slotkeeper.stream.OpenTransactions;
import io.slotkeeper.stream.TopicReport;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;

/**
 * The processor with what operators need around it. Health can be asked from the beginning, also while the cluster is
 * still being looked for; the processor is ended before the server, and the server says so meanwhile.
 */
final class Service implements AutoCloseable {

    private record Running(Processor processor, TopicWatch topics, Admin admin) {}

    private final Config config;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private final OperationsServer server;
    private volatile Optional<Running> running = Optional.empty();
    private volatile boolean stopping;

    private Service(Config config, String host) {
        this.config = config;
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        gcMetrics.bindTo(registry);
        this.server = serve(host);
    }

    /**
     * Serves health and metrics, not ready yet.
     *
     * @throws Failure when the port is taken
     */
    static Service open(Config config, String host) {
        return new Service(config, host);
    }

    private OperationsServer serve(String host) {
        int port = config.instance().httpPort();
        try {
            return OperationsServer.start(host, port, registry, this::unready);
        } catch (BindException e) {
            throw new Failure("port " + port + " for HTTP is taken", e);
        } catch (IOException e) {
            throw new Failure("HTTP can't be served on " + host + ":" + port + ": " + e, e);
        }
    }

    /**
     * Starts to process these topics, with which nothing is wrong.
     *
     * @throws Failure when their state was made with other decision settings, or by a newer version
     */
    void process(TopicReport report) {
        requireSameDecisions(report);
        Processor processor = Processor.start(config, report, registry);
        // Its folder is there from now on; before, a disk that has none of it would look full.
        new DiskSpaceMetrics(config.instance().stateDir().toFile()).bindTo(registry);
        Admin admin = Clients.admin(config.cluster());
        var transactions = new OpenTransactions(admin, config.topics(), report.partitions(), registry);
        TopicWatch topics = TopicWatch.start(Clients.check(admin, config), transactions, registry, TopicWatch.INTERVAL);
        running = Optional.of(new Running(processor, topics, admin));
    }

    private void requireSameDecisions(TopicReport report) {
        try (var consumer = Clients.consumer(config.cluster())) {
            List<String> objections = MetaCheck.objections(
                    consumer,
                    config.topics(),
                    config.topology(report.partitions()).meta());
            if (!objections.isEmpty()) {
                throw new Failure(Processor.mismatch(String.join("; ", objections)));
            }
        }
    }

    int httpPort() {
        return server.port();
    }

    /** Why nothing should be expected of this instance now. */
    Optional<String> unready() {
        if (stopping) {
            return Optional.of("stopping");
        }
        return running.map(now -> now.processor().unready().or(now.topics()::unready))
                .orElse(Optional.of("starting"));
    }

    /** Completes with the reason when the processor gave up. */
    CompletableFuture<String> failed() {
        return running.map(now -> now.processor().failed()).orElseGet(CompletableFuture::new);
    }

    @Override
    public void close() {
        stopping = true;
        running.ifPresent(now -> {
            now.topics().close();
            now.processor().close();
            now.admin().close(Duration.ZERO);
        });
        server.close();
        gcMetrics.close();
        registry.close();
    }
}
