package io.slotkeeper.app.run;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.stream.cluster.ClusterCheck;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Creates plain Kafka clients for the commands. None waits longer than 10 seconds for a broker that doesn't answer,
 * unless it says so.
 */
public final class KafkaClients {

    public static final int TIMEOUT_MS = 10_000;

    private static final int PATIENT_TIMEOUT_MS = 60_000;

    private static final int FETCH_MAX_WAIT_MS = 50;

    /** Prefixes of settings for one kind of Streams' clients, which the plain clients don't get. */
    private static final List<String> OF_STREAMS = List.of(
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.", "topic.");

    private KafkaClients() {}

    /**
     * Connects to a cluster and waits until it answers.
     *
     * @throws CommandFailure if no broker does
     */
    public static Admin reach(Config.Cluster cluster) {
        return reach(cluster, TIMEOUT_MS);
    }

    /**
     * As {@link #reach(Config.Cluster)}, with a minute for each later call: brokers that have just started, on a machine
     * that is busy, may take longer to make topics than to answer.
     *
     * @throws CommandFailure if no broker answers, as soon as there
     */
    public static Admin reachPatiently(Config.Cluster cluster) {
        return reach(cluster, PATIENT_TIMEOUT_MS);
    }

    private static Admin reach(Config.Cluster cluster, int timeoutMs) {
        Admin admin = admin(cluster, timeoutMs);
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MS))
                    .nodes()
                    .get();
            return admin;
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            throw unreachable(cluster, e);
        } catch (InterruptedException e) {
            admin.close(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while connecting to " + cluster.bootstrap(), e);
        }
    }

    static CommandFailure unreachable(Config.Cluster cluster, ExecutionException e) {
        String why = e.getCause() instanceof TimeoutException ? "tried for " + TIMEOUT_MS / 1_000 + " s" : reason(e);
        return new CommandFailure("no broker answers at " + cluster.bootstrap() + ": " + why, e);
    }

    public static Admin admin(Config.Cluster cluster) {
        return admin(cluster, TIMEOUT_MS);
    }

    private static Admin admin(Config.Cluster cluster, int timeoutMs) {
        Map<String, Object> settings = common(cluster);
        // What a broker doesn't answer is asked again, of another one.
        settings.put("request.timeout.ms", TIMEOUT_MS);
        settings.put("default.api.timeout.ms", timeoutMs);
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw new CommandFailure("can't connect to " + cluster.bootstrap() + ": " + reason(e), e);
        }
    }

    public static KafkaProducer<byte[], byte[]> producer(Config.Cluster cluster) {
        return producer(cluster, Map.of());
    }

    /** A record that isn't acknowledged at once is retried for 30 s. Settings that are given win over ours, but for those. */
    public static KafkaProducer<byte[], byte[]> producer(Config.Cluster cluster, Map<String, Object> more) {
        Map<String, Object> settings = common(cluster);
        settings.putAll(more);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3 * TIMEOUT_MS);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer of committed records, for partitions assigned by hand. */
    public static KafkaConsumer<byte[], byte[]> consumer(Config.Cluster cluster) {
        Map<String, Object> settings = committed(cluster);
        // Closing waits for the fetch that is under way: by default, each partition read to its end takes half a
        // second.
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> committed(Config.Cluster cluster) {
        Map<String, Object> settings = common(cluster);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        return settings;
    }

    /**
     * The producer of the edge. A request whose client was answered with a time-out is still delivered, so that the
     * request which undoes it reaches the log after it.
     */
    static KafkaProducer<byte[], byte[]> edgeProducer(Config.Cluster cluster) {
        // Without lingering the broker gets a small write for each request. Measured at 1,500 requests/s on two cores:
        // with 0 ms requests queued for seconds, from 2 ms on there was no queue.
        return producer(cluster, Map.of(ProducerConfig.LINGER_MS_CONFIG, 3));
    }

    /** The consumer of the edge: committed records from now on. */
    static KafkaConsumer<byte[], byte[]> edgeConsumer(Config.Cluster cluster) {
        Map<String, Object> settings = committed(cluster);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The checks of everything that a cluster has to provide.
     *
     * @param admin closed by the caller
     */
    public static ClusterCheck check(Admin admin, Config config) {
        return new ClusterCheck(admin, config.topics(), config.cluster().bootstrap(), () -> consumer(config.cluster()));
    }

    /** @throws CommandFailure if the topic doesn't exist */
    public static Stream<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            throw new CommandFailure("topic " + topic + " is missing; to mend: ./slotkeeper topics --create");
        }
        return partitions.stream().map(partition -> new TopicPartition(topic, partition.partition()));
    }

    private static Map<String, Object> common(Config.Cluster cluster) {
        var settings = new HashMap<String, Object>();
        cluster.kafka().forEach((name, value) -> {
            if (OF_STREAMS.stream().noneMatch(name::startsWith)) {
                settings.put(name, value);
            }
        });
        settings.put("bootstrap.servers", cluster.bootstrap());
        return settings;
    }

    /**
     * The message of the innermost cause: Kafka hides the reason why a client can't be created behind "Failed to
     * create". Of a right that is missing, which one.
     */
    public static String reason(Throwable thrown) {
        Throwable innermost = Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .reduce((outer, inner) -> inner)
                .orElse(thrown);
        return MissingRights.sentence(innermost, thrown).orElseGet(() -> {
            String message = innermost.getMessage();
            return message == null ? thrown.toString() : message;
        });
    }
}
