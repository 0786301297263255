package io.slotkeeper.stream.cluster;

import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics with the settings of docs/spec/topics.md#topics, and checks existing ones. Never changes a topic
 * that exists.
 *
 * <p>Every method throws {@link KafkaException} if the cluster doesn't answer or refuses; the message is meant for the
 * user.
 */
public final class TopicAdmin {

    public static final int DEFAULT_PARTITIONS = 8;
    private static final int USUAL_REPLICATION = 3;
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
    private static final Duration BROKERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Admin admin;
    private final ClusterAnswers cluster;
    private final TopicNames topics;
    private final String bootstrap;
    private final Duration brokersWithin;

    /**
     * @param admin closed by the caller
     * @param bootstrap address that {@code admin} is connected to, for the commands in problems
     */
    public TopicAdmin(Admin admin, TopicNames topics, String bootstrap) {
        this(admin, topics, bootstrap, BROKERS_WITHIN);
    }

    /** @param brokersWithin how long to wait for as many brokers as a topic has replicas */
    TopicAdmin(Admin admin, TopicNames topics, String bootstrap, Duration brokersWithin) {
        this.admin = admin;
        this.cluster = new ClusterAnswers(admin);
        this.topics = topics;
        this.bootstrap = bootstrap;
        this.brokersWithin = brokersWithin;
    }

    /** Creates missing topics with 8 partitions and replication min(3, brokers). */
    public TopicReport create() {
        return create(DEFAULT_PARTITIONS, OptionalInt.empty());
    }

    /**
     * Creates missing topics, then checks all. May be repeated, also by several processes at once.
     *
     * @param replication min(3, brokers) if empty
     * @return a report with a problem for each existing topic that has other settings or another number of partitions
     */
    public TopicReport create(int partitions, OptionalInt replication) {
        int replicas = replication.orElseGet(() -> Math.min(USUAL_REPLICATION, cluster.brokers()));
        long deadline = System.nanoTime() + brokersWithin.toNanos();
        while (!createMissing(partitions, replicas, deadline)) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        awaitVisible();
        awaitLeaders();
        return reportOfCreated(partitions);
    }

    /**
     * Each look may ask another broker, and one that is busy learns seconds later than the others what there is: what is
     * missing there isn't missing.
     */
    private TopicReport reportOfCreated(int partitions) {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            boolean over = System.nanoTime() >= deadline;
            try {
                Map<String, TopicDescription> existing = describe();
                if (over || existing.size() == Topic.values().length) {
                    return report(existing, OptionalInt.of(partitions));
                }
            } catch (UnknownTopicOrPartitionException e) {
                if (over) {
                    throw e;
                }
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Returns false if too few brokers are up yet: those of a cluster that is being started come one by one. */
    private boolean createMissing(int partitions, int replicas, long deadline) {
        Set<String> existing = describe().keySet();
        List<NewTopic> missing = Stream.of(Topic.values())
                .filter(topic -> !existing.contains(topics.name(topic)))
                .map(topic -> newTopic(topic, partitions, replicas))
                .toList();
        int brokers = cluster.brokers();
        boolean over = System.nanoTime() >= deadline;
        if (!missing.isEmpty() && replicas > brokers) {
            if (over) {
                throw new InvalidReplicationFactorException(
                        "replication is " + replicas + ", expected at most " + brokers + ", as many as brokers are up");
            }
            return false;
        }
        try {
            admin.createTopics(missing)
                    .values()
                    .forEach((name, created) ->
                            ClusterAnswers.unless(TopicExistsException.class, created, "Create topic " + name));
            return true;
        } catch (InvalidReplicationFactorException e) {
            // The controller may know better than the broker that was asked.
            if (over) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Checks the topics: each must exist with its settings, and all with the same number of partitions and replicas.
     * Changelogs are checked as well, if they exist.
     */
    public TopicReport verify() {
        return report(describe(), OptionalInt.empty());
    }

    /** The problem if a topic doesn't exist, for commands that need only one. */
    public Optional<TopicProblem> missing(Topic topic) {
        return cluster.describe(List.of(topics.name(topic))).isEmpty()
                ? Optional.of(missing(topic, OptionalInt.empty()))
                : Optional.empty();
    }

    private NewTopic newTopic(Topic topic, int partitions, int replicas) {
        var settings = new TreeMap<>(topic.settings());
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(StreamsSettings.minInSync(replicas)));
        return new NewTopic(topics.name(topic), partitions, (short) replicas).configs(settings);
    }

    /** A created topic is known to the controller at once, but maybe not to the broker that is asked next. */
    private void awaitVisible() {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (describe().size() < Topic.values().length && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /**
     * A partition is visible before its leader accepts records, and the batches of a producer that sends in between may
     * get out of order. Asking for the end of a partition waits for its leader.
     */
    private void awaitLeaders() {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        describe()
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        ClusterAnswers.get(admin.listOffsets(ends).all());
    }

    private TopicReport report(Map<String, TopicDescription> existing, OptionalInt expectedPartitions) {
        Map<String, TopicDescription> changelogs = cluster.describe(topics.changelogs());
        Map<String, Config> configs = cluster.configs(Stream.of(existing, changelogs)
                .flatMap(some -> some.keySet().stream())
                .toList());
        int partitions =
                expectedPartitions.orElseGet(() -> TopicRules.usualPartitions(existing.values(), DEFAULT_PARTITIONS));
        var rules = new TopicRules(
                partitions, TopicRules.usualReplication(existing.values()), bootstrap, createCommand(partitions));
        var problems = new ArrayList<TopicProblem>();
        for (Topic topic : Topic.values()) {
            TopicDescription description = existing.get(topics.name(topic));
            Config config = configs.get(topics.name(topic));
            if (description == null || config == null) {
                problems.add(missing(topic, existing.isEmpty() ? OptionalInt.empty() : OptionalInt.of(partitions)));
            } else {
                problems.addAll(rules.problems(topic, description, config));
            }
        }
        for (String name : topics.changelogs()) {
            TopicDescription description = changelogs.get(name);
            Config config = configs.get(name);
            // Streams creates missing changelogs.
            if (description != null && config != null) {
                problems.addAll(rules.changelogProblems(description, config));
            }
        }
        return new TopicReport(partitions, TopicRules.lowestReplication(existing.values()), problems);
    }

    private TopicProblem missing(Topic topic, OptionalInt partitions) {
        String command = partitions.isPresent() ? createCommand(partitions.getAsInt()) : createCommand();
        return new TopicProblem(topics.name(topic), "the topic", "missing", "there", command);
    }

    private String createCommand(int partitions) {
        return createCommand() + " --partitions " + partitions;
    }

    private String createCommand() {
        var command = new StringBuilder("./slotkeeper topics --create --bootstrap ").append(bootstrap);
        if (!topics.prefix().equals(TopicNames.DEFAULT_PREFIX)) {
            command.append(" --prefix ").append(topics.prefix());
        }
        if (!topics.inputPrefix().equals(topics.prefix())) {
            command.append(" --input-prefix ").append(topics.inputPrefix());
        }
        return command.toString();
    }

    private List<String> names() {
        return Stream.of(Topic.values()).map(topics::name).toList();
    }

    private Map<String, TopicDescription> describe() {
        return cluster.describe(names());
    }
}
