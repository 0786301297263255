package io.slotkeeper.app.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a broker leaves behind that was killed: metadata which say that it lives and leads its partitions.
 *
 * <p>Its successor believes them at first. It loads the committed offsets and members of the consumer groups, loses the
 * leadership when its controller finds the dead one's session expired, and is given it back a moment later, so that it
 * loads them a second time. If the first load isn't over then, its end is taken for the end of the second
 * ({@code CoordinatorRuntime.load} of Kafka 4.3.1 looks up who loads by partition, not by load): the coordinator
 * answers with a part of its offsets, and members that it learned of later have no session that could expire, so that
 * a rebalance waits for the dead ones, up to {@code max.poll.interval.ms}.
 *
 * <p>Thus the controller is first started alone, until it has taken the leadership away. That takes less time than the
 * broker would otherwise wait for the end of the old session.
 */
final class KilledBroker {

    private static final Logger LOG = LoggerFactory.getLogger(KilledBroker.class);

    /** Written by a broker that was shut down, deleted when its successor has read it. */
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    /** Nobody can prolong the session meanwhile. */
    private static final int SESSION_MILLIS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KilledBroker() {}

    /** Whether a broker ran on this folder last and wasn't shut down. */
    static boolean ranOn(Path logs) {
        return EmbeddedBroker.isFormatted(logs) && !Files.exists(logs.resolve(CLEAN_SHUTDOWN));
    }

    /**
     * Takes the leadership away from it; a broker that starts on this folder afterwards gets it once.
     *
     * @param node id of the broker
     * @param settings of a controller alone, on a port that is free
     */
    static void fence(int node, Properties settings) throws Exception {
        settings.put("broker.session.timeout.ms", Integer.toString(SESSION_MILLIS));
        settings.put("broker.heartbeat.interval.ms", Integer.toString(SESSION_MILLIS / 2));
        var config = new KafkaConfig(settings, false);
        var folders = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        MetaPropertiesEnsemble properties = folders._1();
        var shared = new SharedServer(
                config,
                properties,
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, properties.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        var controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
        try {
            controller.startup();
            var fenced = new Fenced(node, controller.incarnationId());
            shared.loader()
                    .installPublishers(List.of(fenced))
                    .thenCompose(installed -> fenced.seen)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    /** Waits for metadata in which a broker leads nothing, and in which this controller is done with its own start. */
    private static final class Fenced implements MetadataPublisher {

        private final CompletableFuture<Void> seen = new CompletableFuture<>();
        private final int node;
        private final Uuid controller;

        Fenced(int node, Uuid controller) {
            this.node = node;
            this.controller = controller;
        }

        @Override
        public String name() {
            return "Fenced";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            var broker = image.cluster().broker(node);
            var registered = image.cluster().controllers().get(node);
            if ((broker == null || broker.fenced())
                    && registered != null
                    && registered.incarnationId().equals(controller)) {
                seen.complete(null);
            }
        }

        @Override
        public void close() {}
    }
}
