package io.slotkeeper.app.config;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.edge.http.TrustedProxies;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The whole configuration. Made by {@link ConfigSources}, which knows where each value comes from.
 *
 * @param topics their names, and so the application id
 */
public record Config(TopicNames topics, Cluster cluster, Instance instance, Edge edge, Decisions decisions) {

    /**
     * How the cluster is reached.
     *
     * @param kafka Kafka settings by their own names, none of them protected
     */
    public record Cluster(String bootstrap, Map<String, String> kafka) {
        public Cluster {
            kafka = Map.copyOf(kafka);
        }
    }

    /**
     * What may differ between two instances of one application.
     *
     * @param outputFormat the name of how it writes; readers tell the formats apart by themselves
     * @param warmUp how long it may take to become fast before it is ready; zero: not at all
     */
    public record Instance(Path stateDir, int threads, String outputFormat, Duration warmUp) {

        /** Made only now: most commands write no outputs, and Avro is half of what {@code --help} would load. */
        public OutputFormat output() {
            return OutputFormat.named(outputFormat)
                    .orElseThrow(() -> new IllegalStateException("Expected a format but got " + outputFormat));
        }
    }

    /**
     * How it is reached over HTTP.
     *
     * @param host the address to listen on
     * @param port 0 for any that is free
     * @param management where health and metrics are
     * @param publicUrl what clients' URLs begin with; empty: {@code advertisedUrl}
     * @param advertisedUrl where other instances reach this one; empty: the address it listens on
     * @param apiKeys the file that says who may come in
     * @param requireAuth whether nobody may come in without credentials
     * @param corsOrigins web pages of which origins may use the APIs, with commas between them
     * @param trustedProxies are believed where a request comes from
     * @param anonymousHorizon how far ahead a client without credentials may reserve a slot
     * @param secretFile the secret that all edges share
     * @param requestTimeout how long a request waits for its answer
     */
    public record Edge(
            String host,
            int port,
            Management management,
            Optional<String> publicUrl,
            Optional<String> advertisedUrl,
            Optional<Path> apiKeys,
            boolean requireAuth,
            Optional<String> corsOrigins,
            Optional<TrustedProxies> trustedProxies,
            Duration anonymousHorizon,
            Optional<Path> secretFile,
            Duration requestTimeout) {}

    /**
     * Health and metrics.
     *
     * @param host the address to listen on
     * @param port 0 for any that is free
     * @param chosen whether somebody wants this port; otherwise any is good where it is taken
     * @param publicHealth whether clients' port says whether the instance is ready, too
     */
    public record Management(String host, int port, boolean chosen, boolean publicHealth) {}

    /** The decision settings (docs/spec/limits.md): chosen once for a prefix, the same for all instances. */
    public record Decisions(ConversationSettings conversations, ReservationSettings reservations) {
        public static final Decisions DEFAULT =
                new Decisions(ConversationSettings.DEFAULT, ReservationSettings.DEFAULT);
    }

    /** The same with these decision settings. */
    public Config with(DecisionSettings settings) {
        return new Config(
                topics, cluster, instance, edge, new Decisions(settings.conversations(), settings.reservations()));
    }

    public DecisionSettings topology(int partitions) {
        return new DecisionSettings(partitions, decisions.conversations(), decisions.reservations());
    }

    /** @param replication of the topics; internal topics get the same unless a Kafka setting says otherwise */
    public Properties streams(int replication) {
        var overrides = new TreeMap<String, String>();
        overrides.put("replication.factor", Integer.toString(replication));
        overrides.put("topic.min.insync.replicas", Integer.toString(StreamsSettings.minInSync(replication)));
        overrides.putAll(cluster.kafka());
        return StreamsSettings.of(
                topics.applicationId(), cluster.bootstrap(), instance.stateDir(), instance.threads(), overrides);
    }
}
