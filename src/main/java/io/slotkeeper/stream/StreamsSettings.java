package io.slotkeeper.stream;

import io.slotkeeper.request.field.Limits;
import io.slotkeeper.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The configuration of Kafka Streams: what the program's guarantees depend on, and values that were measured
 * (docs/spec/topics.md#processing).
 */
public final class StreamsSettings {

    /** Prefixes of settings for one kind of client, or for internal topics. */
    private static final List<String> CLIENT_PREFIXES = List.of(
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.", "topic.");

    /** Settings that a guarantee, or the reproducibility of decisions, depends on; with any prefix. */
    private static final Set<String> PROTECTED = Set.of(
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
            StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
            StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
            StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG,
            StreamsConfig.GROUP_PROTOCOL_CONFIG,
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
            StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
            StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG,
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
            "default.deserialization.exception.handler",
            "default.production.exception.handler",
            StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);

    /** Settings for which the program has a configuration key of its own, with that key. */
    private static final Map<String, String> CONFIGURED_ELSEWHERE = Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG, "prefix",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "bootstrap",
            StreamsConfig.STATE_DIR_CONFIG, "state-dir",
            StreamsConfig.APPLICATION_SERVER_CONFIG, "advertised-url",
            StreamsConfig.NUM_STREAM_THREADS_CONFIG, "threads");

    private StreamsSettings() {}

    /**
     * The configuration of one instance.
     *
     * @param overrides Kafka settings by their own names, which replace those chosen here
     * @throws IllegalArgumentException if an override is a protected setting; the message names it
     */
    public static Properties of(
            String applicationId, String bootstrap, Path stateDir, int threads, Map<String, String> overrides) {
        overrides
                .keySet()
                .forEach(name -> objection(name).ifPresent(objection -> {
                    throw new IllegalArgumentException(objection);
                }));
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        decisions(settings);
        recovery(settings);
        throughput(settings);
        internalTopics(settings);
        settings.putAll(overrides);
        return settings;
    }

    /**
     * The {@code min.insync.replicas} of a replication: one replica may fail without stopping writes. With one or two
     * replicas there is no choice.
     */
    public static int minInSync(int replication) {
        return Math.max(1, replication - 1);
    }

    /** Why a Kafka setting can't be configured; empty if it can. */
    public static Optional<String> objection(String name) {
        String bare = withoutClientPrefix(name);
        String own = CONFIGURED_ELSEWHERE.get(bare);
        if (own != null) {
            return Optional.of("kafka." + name + " can't be set, use " + own);
        }
        return PROTECTED.contains(bare)
                ? Optional.of("kafka." + name + " can't be set, the program's guarantees rest on it")
                : Optional.empty();
    }

    private static String withoutClientPrefix(String name) {
        return CLIENT_PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }

    private static void decisions(Properties settings) {
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // Bytes: a deserializer that throws would drop records outside the program's own code.
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, LogTimeExtractor.class);
        // A partition is read from its first record or from its committed offset, never from the end.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        // Generated names change with the topology, and an upgrade would then start with empty state.
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    }

    /** After kill -9: 6 s until all partitions answer again, against 14 to 45 s with Kafka's defaults. */
    private static void recovery(Properties settings) {
        // The lowest that brokers accept by default (group.min.session.timeout.ms); three heartbeats may be lost.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        // A join waits this long for members that the coordinator counts without expiring them, as one does that lost
        // and regained its partition while it loaded it: docs/explanation/architecture.md#kafka-versions. A poll's
        // records take less than a second to process.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), 60_000);
        // A dead instance's open transaction holds back its partitions, so it ends before the session does. It must
        // be longer than the longest commit: 25 commit intervals are.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 5_000);
        // The protocol that the settings above and the standby's warm-up were measured with.
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        // A new instance gets partitions once its standbys have caught up, which is checked once a minute instead of
        // every ten minutes.
        settings.put(
                StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                Duration.ofMinutes(1).toMillis());
        // State that was unused for longer than a changelog keeps its tombstones (delete.retention.ms, 24 h) could
        // bring deleted documents back, so it is deleted at the start and restored from the changelog.
        settings.put(
                StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                Duration.ofHours(20).toMillis());
        // State of a partition that moved away is kept for ten minutes (Kafka's default): it may come back.
        settings.put(
                StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG,
                Duration.ofMinutes(10).toMillis());
    }

    private static void throughput(Properties settings) {
        // In a backlog; a thread that keeps up asks for a commit sooner (CommitPacer). In one run 50 ms instead of
        // 10 ms gave a third more throughput and took a third off the broker's CPU; 1 ms was 35 times slower.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, CommitPacer.IN_A_BACKLOG.toMillis());
        // A thread commits only between polls. When all clients wait for outcomes and so no requests arrive, a poll
        // would hold back the outcomes for 100 ms, Kafka's default; 64 clients then got 640 a second at most.
        settings.put(StreamsConfig.POLL_MS_CONFIG, 5);
        // A store writes each change once per transaction anyway; a cache would only hold records back.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        // A document of a calendar with 1,024 holds is the largest record; see Topic.OUTPUT_BATCH_BYTES.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Limits.MAX_RECORD_BYTES);
        // A commit sends what is left, so lingering costs no latency beyond that. One request thus holds what up to 5
        // ms of deciding wrote to a partition: some 100 kB at full speed.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        // A commit that comes while the broker still writes the markers of the transaction before is answered with
        // CONCURRENT_TRANSACTIONS. With the default of 100 ms one in a hundred answers took 100 ms longer.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
    }

    private static void internalTopics(Properties settings) {
        // The broker's default. Callers that know the replication of the other topics override it with theirs.
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topic.OUTPUT_BATCH_BYTES);
        // Changelog records carry log time too; see Topic.Settings.output.
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
                Long.toString(Long.MAX_VALUE));
    }
}
