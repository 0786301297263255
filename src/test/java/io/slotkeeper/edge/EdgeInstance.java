package io.slotkeeper.edge;

import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.config.EdgeAccess;
import io.slotkeeper.app.run.Service;
import io.slotkeeper.edge.http.ClientTimeouts;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.stream.cluster.TopicReport;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.SharedSecret;
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

/** The processor with its edge in this JVM, on topics that it makes if they aren't there. Listens on this machine. */
final class EdgeInstance implements AutoCloseable {

    /** The tokens that may come in; each is its principal, with {@code @example.com} behind it. */
    static final List<String> TOKENS = List.of("alice-token", "bob-token");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Service service;

    private EdgeInstance(Service service) {
        this.service = service;
    }

    /** Waits until it is ready. */
    static EdgeInstance start(TopicNames topics, int partitions, Path folder, Map<String, String> settings) {
        return start(topics, partitions, folder, settings, ClientTimeouts.DEFAULT);
    }

    /** Waits until it is ready, and has this patience with clients over HTTP. */
    static EdgeInstance start(
            TopicNames topics, int partitions, Path folder, Map<String, String> settings, ClientTimeouts patience) {
        Config config = config(topics, folder, settings);
        TopicReport report = create(config, partitions);
        Service service = Service.open(config, EdgeAccess.read(config.edge()), patience);
        service.process(report);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> service.unready().isEmpty());
        return new EdgeInstance(service);
    }

    private static Config config(TopicNames topics, Path folder, Map<String, String> settings) {
        var all = new TreeMap<>(Map.of(
                "prefix", topics.prefix(),
                "bootstrap", Broker.bootstrap(),
                "state-dir", folder.resolve("state").toString(),
                "http-port", "0",
                "api-keys", keys(folder).toString(),
                "edge-secret-file", SharedSecret.file().toString()));
        all.putAll(settings);
        return ConfigSources.read(all, Map.of(), Optional.empty());
    }

    /** A file that lets {@link #TOKENS} in. */
    static Path keys(Path folder) {
        Stream<String> lines = TOKENS.stream().map(token -> Sha256.hex(token) + " = " + principal(token));
        try {
            return Files.write(folder.resolve("api-keys"), lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String principal(String token) {
        return token + "@example.com";
    }

    private static TopicReport create(Config config, int partitions) {
        try (Admin admin = Broker.admin()) {
            return new TopicAdmin(admin, config.topics(), Broker.bootstrap()).create(partitions, OptionalInt.of(1));
        }
    }

    int port() {
        return service.httpPort();
    }

    /** Without credentials. */
    HttpApi anonymous() {
        return HttpApi.at(port());
    }

    HttpApi alice() {
        return anonymous().as(TOKENS.get(0));
    }

    HttpApi bob() {
        return anonymous().as(TOKENS.get(1));
    }

    @Override
    public void close() {
        service.close();
    }
}
