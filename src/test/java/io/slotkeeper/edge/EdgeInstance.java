package io.slotkeeper.edge;

import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.config.AccessFiles;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.run.Service;
import io.slotkeeper.edge.shares.ClientTimeouts;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.stream.cluster.TopicReport;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.SharedSecret;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The processor with its edge in this JVM, on topics that it makes if they aren't there. Listens on this machine.
 *
 * <p>As an extension, registered in a static field, it is ready before the first test of the class.
 */
final class EdgeInstance implements BeforeAllCallback {

    /** The tokens that may come in; each is its principal, with {@code @example.com} behind it. */
    static final List<String> TOKENS = List.of("alice-token", "bob-token");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final EdgeInstance SHARED = new EdgeInstance(
            Broker.topics(EdgeInstance.class, "shared"), 4, Map.of(), ClientTimeouts.DEFAULT, Lifetime.RUN);

    private final TopicNames topics;
    private final int partitions;
    private final Map<String, String> settings;
    private final ClientTimeouts patience;
    private final Lifetime lifetime;
    private Optional<Running> running = Optional.empty();

    private enum Lifetime {
        /** From the first test class that registers it to the end of the run. */
        RUN,
        CLASS
    }

    private EdgeInstance(
            TopicNames topics,
            int partitions,
            Map<String, String> settings,
            ClientTimeouts patience,
            Lifetime lifetime) {
        this.topics = topics;
        this.partitions = partitions;
        this.settings = settings;
        this.patience = patience;
        this.lifetime = lifetime;
    }

    /**
     * The one of all test classes that want nothing but the default settings. They keep out of each other's way by event
     * types and conversations of their own.
     */
    static EdgeInstance shared() {
        return SHARED;
    }

    /** One for this test class alone. */
    static EdgeInstance of(Class<?> test, int partitions, Map<String, String> settings) {
        return of(test, partitions, settings, ClientTimeouts.DEFAULT);
    }

    /** One for this test class alone, with this patience with clients over HTTP. */
    static EdgeInstance of(Class<?> test, int partitions, Map<String, String> settings, ClientTimeouts patience) {
        return new EdgeInstance(Broker.topics(test, "edge"), partitions, settings, patience, Lifetime.CLASS);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ExtensionContext owner = lifetime == Lifetime.RUN ? context.getRoot() : context;
        running = Optional.of(owner.getStore(ExtensionContext.Namespace.create(EdgeInstance.class))
                .computeIfAbsent(this, EdgeInstance::start, Running.class));
    }

    /** Waits until it is ready. */
    private Running start() {
        TemporaryFolder folder = TemporaryFolder.create();
        Config config = config(folder.path());
        TopicReport report = create(config);
        Service service = Service.open(config, AccessFiles.read(config.edge()), patience);
        service.process(report);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> service.unready().isEmpty());
        return new Running(service, folder);
    }

    private static final class Running implements AutoCloseable {

        private final Service service;
        private final TemporaryFolder folder;
        private Optional<TestProgram> upstream = Optional.empty();

        Running(Service service, TemporaryFolder folder) {
            this.service = service;
            this.folder = folder;
        }

        @Override
        public void close() {
            upstream.ifPresent(TestProgram::close);
            service.close();
            folder.close();
        }
    }

    private Config config(Path folder) {
        var all = new TreeMap<>(Map.of(
                "prefix", topics.prefix(),
                "bootstrap", Broker.bootstrap(),
                "state-dir", folder.resolve("state").toString(),
                "http-port", "0",
                "public-health", "true",
                "warm-up", "0",
                // Tests that don't say when reserve slots that are decades ahead.
                "anonymous-horizon", "36525d",
                "api-keys", keys(folder).toString(),
                "edge-secret-file", SharedSecret.file().toString()));
        all.putAll(settings);
        return ConfigSources.read(all, Map.of(), Optional.empty());
    }

    /** A file that lets {@link #TOKENS} in. */
    static Path keys(Path folder) {
        Stream<String> lines = Stream.concat(
                TOKENS.stream().map(token -> Sha256.hex(token) + " = " + principal(token)),
                Stream.of("read", "define").map(scope -> Sha256.hex(scope) + " = scoped scopes=" + scope));
        try {
            return Files.write(folder.resolve("api-keys"), lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String principal(String token) {
        return token + "@example.com";
    }

    private TopicReport create(Config config) {
        try (Admin admin = Broker.admin()) {
            return new TopicAdmin(admin, config.topics(), Broker.bootstrap()).create(partitions, OptionalInt.of(1));
        }
    }

    /** Who asks and listens on the edge's topics without the edge. */
    TestProgram upstream() {
        Running now = running.orElseThrow();
        if (now.upstream.isEmpty()) {
            now.upstream = Optional.of(TestProgram.on(topics, partitions));
        }
        return now.upstream.get();
    }

    int port() {
        return running.orElseThrow().service.httpPort();
    }

    /** Where health and metrics are. */
    HttpApi management() {
        return HttpApi.at(managementPort());
    }

    int managementPort() {
        return running.orElseThrow().service.managementPort();
    }

    /** Without credentials. */
    HttpApi anonymous() {
        return HttpApi.at(port());
    }

    HttpApi alice() {
        return anonymous().as(TOKENS.get(0));
    }

    /** Whose tokens have one scope only, and are named after it: read or define. */
    HttpApi scoped(String scope) {
        return anonymous().as(scope);
    }

    HttpApi bob() {
        return anonymous().as(TOKENS.get(1));
    }
}
