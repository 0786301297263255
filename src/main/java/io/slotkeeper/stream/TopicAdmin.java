package io.slotkeeper.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics with the settings of topics.md and says what is wrong about existing ones. Never changes a topic
 * that exists.
 *
 * <p>Every method throws {@link KafkaException} when the cluster doesn't answer or refuses; its message is meant for the
 * user.
 */
public final class TopicAdmin {

    public static final int DEFAULT_PARTITIONS = 8;
    private static final int USUAL_REPLICATION = 3;
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Admin admin;
    private final Topics topics;
    private final String bootstrap;

    /**
     * @param admin stays the caller's to close
     * @param bootstrap what {@code admin} is connected to, for the commands in problems
     */
    public TopicAdmin(Admin admin, Topics topics, String bootstrap) {
        this.admin = admin;
        this.topics = topics;
        this.bootstrap = bootstrap;
    }

    /** Creates with 8 partitions and replication min(3, brokers). */
    public TopicReport create() {
        return create(DEFAULT_PARTITIONS, OptionalInt.empty());
    }

    /**
     * Creates the topics that don't exist, then looks at all of them. May be repeated, also by several at once.
     *
     * @param replication min(3, brokers) if empty
     * @return with a problem for each existing topic that has other settings or another number of partitions
     */
    public TopicReport create(int partitions, OptionalInt replication) {
        int replicas = replication.orElseGet(() -> Math.min(USUAL_REPLICATION, brokers()));
        Set<String> existing = describe().keySet();
        List<NewTopic> missing = Stream.of(Topic.values())
                .filter(topic -> !existing.contains(topics.name(topic)))
                .map(topic -> newTopic(topic, partitions, replicas))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            unless(TopicExistsException.class, created);
        }
        awaitVisible();
        awaitLeaders();
        return report(OptionalInt.of(partitions));
    }

    /** Looks at the topics: each has to exist with its settings, and all with the same number of partitions. */
    public TopicReport verify() {
        return report(OptionalInt.empty());
    }

    /** What is wrong when one topic, which a command needs, isn't there; empty when it is. */
    public Optional<TopicProblem> missing(Topic topic) {
        return describe(List.of(topics.name(topic))).isEmpty()
                ? Optional.of(missing(topic, OptionalInt.empty()))
                : Optional.empty();
    }

    private NewTopic newTopic(Topic topic, int partitions, int replicas) {
        var settings = new TreeMap<>(topic.settings());
        // One replica may be down without stopping anybody; with one or two replicas there is no choice.
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replicas - 1)));
        return new NewTopic(topics.name(topic), partitions, (short) replicas).configs(settings);
    }

    /** A created topic is known to the controller at once, and to the broker that is asked a moment later. */
    private void awaitVisible() {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (describe().size() < Topic.values().length && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /**
     * A partition is visible before its leader takes records, and a producer that comes in between may get its batches
     * into disorder. Asking for the end of a partition waits for its leader.
     */
    private void awaitLeaders() {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        describe()
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        get(admin.listOffsets(ends).all());
    }

    private TopicReport report(OptionalInt expectedPartitions) {
        Map<String, TopicDescription> found = describe();
        Map<String, Config> configs = configs(found.keySet());
        int partitions = expectedPartitions.orElseGet(() -> usualPartitions(found));
        var problems = new ArrayList<TopicProblem>();
        for (Topic topic : Topic.values()) {
            TopicDescription description = found.get(topics.name(topic));
            Config config = configs.get(topics.name(topic));
            if (description == null || config == null) {
                problems.add(missing(topic, found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(partitions)));
            } else {
                problems.addAll(wrongPartitions(description, partitions));
                problems.addAll(wrongSettings(topic, config));
            }
        }
        int replication = found.values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(1);
        return new TopicReport(partitions, replication, problems);
    }

    private TopicProblem missing(Topic topic, OptionalInt partitions) {
        return new TopicProblem(topics.name(topic), "the topic", "missing", "there", createCommand(partitions));
    }

    private String createCommand(OptionalInt partitions) {
        var command = new StringBuilder("./slotkeeper topics --create --bootstrap ").append(bootstrap);
        if (!topics.prefix().equals(Topics.DEFAULT_PREFIX)) {
            command.append(" --prefix ").append(topics.prefix());
        }
        if (!topics.inputPrefix().equals(topics.prefix())) {
            command.append(" --input-prefix ").append(topics.inputPrefix());
        }
        partitions.ifPresent(n -> command.append(" --partitions ").append(n));
        return command.toString();
    }

    private List<TopicProblem> wrongPartitions(TopicDescription topic, int expected) {
        int found = topic.partitions().size();
        return found == expected
                ? List.of()
                : List.of(new TopicProblem(
                        topic.name(),
                        "the number of partitions",
                        Integer.toString(found),
                        expected + " as everywhere",
                        "it never changes (keys would move to other owners): delete the topic, or choose another"
                                + " prefix, and " + createCommand(OptionalInt.of(expected))));
    }

    private List<TopicProblem> wrongSettings(Topic topic, Config found) {
        return topic.requiredSettings().entrySet().stream()
                .filter(required -> !satisfied(topic, required.getKey(), value(found, required.getKey())))
                .map(required -> new TopicProblem(
                        topics.name(topic),
                        required.getKey(),
                        value(found, required.getKey()),
                        required.getValue(),
                        "kafka-configs.sh --bootstrap-server " + bootstrap
                                + " --alter --entity-type topics --entity-name "
                                + topics.name(topic) + " --add-config " + required.getKey() + "="
                                + required.getValue()))
                .toList();
    }

    private static boolean satisfied(Topic topic, String setting, String found) {
        String expected = topic.settings().get(setting);
        boolean atLeast = topic.role() == Topic.Role.OUTPUT && setting.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return atLeast ? Long.parseLong(found) >= StreamsSettings.MAX_REQUEST_BYTES : found.equals(expected);
    }

    private static String value(Config config, String setting) {
        var entry = config.get(setting);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    /** What most topics have; of two equally frequent numbers the smaller, so that the answer is always the same. */
    private static int usualPartitions(Map<String, TopicDescription> found) {
        var count = new TreeMap<Integer, Integer>();
        found.values().forEach(topic -> count.merge(topic.partitions().size(), 1, Integer::sum));
        return count.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<Integer, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey)
                .orElse(DEFAULT_PARTITIONS);
    }

    private int brokers() {
        return get(admin.describeCluster().nodes()).size();
    }

    private Map<String, TopicDescription> describe() {
        return describe(Stream.of(Topic.values()).map(topics::name).toList());
    }

    private Map<String, TopicDescription> describe(List<String> names) {
        var found = new HashMap<String, TopicDescription>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, future) -> unless(UnknownTopicOrPartitionException.class, future)
                        .ifPresent(topic -> found.put(name, topic)));
        return found;
    }

    private Map<String, Config> configs(Set<String> names) {
        Set<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .collect(Collectors.toSet());
        return get(admin.describeConfigs(resources).all()).entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    }

    private static <T> Optional<T> unless(Class<? extends KafkaException> expected, KafkaFuture<T> future) {
        try {
            return Optional.ofNullable(get(future));
        } catch (KafkaException e) {
            if (expected.isInstance(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the cluster", e);
        }
    }
}
