package io.slotkeeper.app.run;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.warmup.Rehearsal;
import io.slotkeeper.edge.EdgeServer;
import io.slotkeeper.edge.access.ApiKeys;
import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.http.Cors;
import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.TrustedProxies;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.shares.ClientTimeouts;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.request.Principal;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.Ticks;
import io.slotkeeper.stream.cluster.TopicReport;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The same instance in front of another cluster, one in memory: with its processor, its stores in a folder of their own,
 * and its edge on ports of the loopback that nobody knows. Its holds last for a moment, so that they expire, too.
 */
final class RehearsalInstance implements Rehearsal {

    private static final String LOOPBACK = "127.0.0.1";
    private static final TopicReport TOPICS = new TopicReport(1, 1, List.of());
    private static final Duration HOLD = Duration.ofSeconds(2);
    /** In the folder of the state; what a kill has left there is deleted by the next one. */
    private static final String FOLDER = "slotkeeper-warm-up";

    private final Config config;
    private final EdgeServer server;
    private final List<Runnable> ends = new ArrayList<>();
    private final StreamsRunner processor;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Ends what it has started if it can't go on. */
    private RehearsalInstance(Config config, String token) throws IOException {
        this.config = config;
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var meters = new EdgeMeters(registry);
        server = server(registry, meters);
        ends.add(server::close);
        try {
            RequestLog requests = requests(meters);
            ends.add(requests::close);
            var address = new HostInfo(LOOPBACK, server.port());
            processor =
                    StreamsRunner.start(config, TOPICS, Ticks.SENT, Optional.empty(), Optional.of(address), registry);
            ends.add(processor::close);
            producer = KafkaClients.producer(config.cluster());
            ends.add(() -> producer.close(Duration.ZERO));
            server.serve(requests, processor.state(address, TOPICS.partitions()), settings(config, token));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static EdgeServer server(PrometheusMeterRegistry registry, EdgeMeters meters) throws IOException {
        var listeners = new EdgeServer.Listeners(LOOPBACK, 0, LOOPBACK, 0, true, false, Cors.NONE, TrustedProxies.NONE);
        return EdgeServer.start(
                listeners, registry, meters, () -> Optional.of("a rehearsal"), Optional::empty, ClientTimeouts.DEFAULT);
    }

    private RequestLog requests(EdgeMeters meters) {
        return RequestLog.open(
                config.topics(),
                LOOPBACK,
                TOPICS.partitions(),
                KafkaClients.edgeProducer(config.cluster()),
                KafkaClients.edgeConsumer(config.cluster()),
                config.edge().requestTimeout(),
                meters,
                server.executor());
    }

    /** @param like the instance that is to be warm */
    static RehearsalInstance open(Config like, MemoryCluster cluster) throws IOException {
        Config config = config(like, cluster);
        delete(config.instance().stateDir());
        return new RehearsalInstance(config, cluster.token());
    }

    /** Without what the real cluster needs to be reached. */
    private static Config config(Config like, MemoryCluster cluster) {
        Map<String, Object> reservations =
                new HashMap<>(like.decisions().reservations().values());
        reservations.put(DecisionSetting.RESERVATION_DEFAULT.name(), HOLD);
        return new Config(
                cluster.topics(),
                new Config.Cluster(cluster.bootstrap(), Map.of()),
                new Config.Instance(
                        like.instance().stateDir().resolve(FOLDER),
                        1,
                        like.instance().outputFormat(),
                        Duration.ZERO),
                like.edge(),
                new Config.Decisions(like.decisions().conversations(), ReservationSettings.of(reservations)));
    }

    private static EdgeSettings settings(Config config, String token) {
        ApiKeys keys = ApiKeys.NONE.with(token, new Principal("warm-up"));
        var access = new EdgeAccess(keys, new EdgeSecret(token.getBytes(StandardCharsets.US_ASCII)));
        return new EdgeSettings(
                "http://localhost",
                () -> access,
                true,
                config.decisions().reservations().strictHolds(),
                config.edge().anonymousHorizon(),
                config.edge().requestTimeout());
    }

    @Override
    public boolean isRunning() {
        return processor.isRunning();
    }

    @Override
    public int httpPort() {
        return server.port();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what isn't written isn't decided, which is noticed
    public void send(Topic input, String key, byte[] request) {
        producer.send(
                new ProducerRecord<>(config.topics().name(input), key.getBytes(StandardCharsets.US_ASCII), request));
    }

    @Override
    public void close() {
        for (int last = ends.size() - 1; last >= 0; last--) {
            ends.get(last).run();
        }
        delete(config.instance().stateDir());
    }

    /** Also if nothing is there. */
    private static void delete(Path folder) {
        try {
            Utils.delete(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
