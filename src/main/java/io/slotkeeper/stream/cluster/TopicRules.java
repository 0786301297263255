package io.slotkeeper.stream.cluster;

import io.slotkeeper.request.field.Limits;
import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.stream.cluster.TopicProblem.Endangered;
import io.slotkeeper.topics.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The rules that topics have to follow. Queries no cluster.
 *
 * @param partitions number of partitions that every topic must have
 * @param replication number of replicas that every topic must have at least: all are only as durable as the weakest.
 *     More are accepted, because a partition has additional replicas while it moves between brokers.
 * @param bootstrap address of the cluster, for the commands in problems
 * @param createCommand creates the topics with these partitions
 */
record TopicRules(int partitions, int replication, String bootstrap, String createCommand) {

    private static final String UNCLEAN = TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;
    private static final String MIN_IN_SYNC = TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;

    /** Two copies of every acknowledged record, if there are three replicas. */
    private static final int LEAST_IN_SYNC = 2;

    /** Settings with which Streams creates changelogs, as far as state depends on them. */
    private static final Map<String, String> CHANGELOG = new TreeMap<>(Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
            Long.toString(Long.MAX_VALUE),
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(Topic.OUTPUT_BATCH_BYTES)));

    List<TopicProblem> problems(Topic topic, TopicDescription description, Config config) {
        return problems(topic.requiredSettings(), topic.role() == Topic.Role.OUTPUT, description, config);
    }

    List<TopicProblem> changelogProblems(TopicDescription description, Config config) {
        return problems(CHANGELOG, true, description, config);
    }

    /**
     * @param written whether the program writes the topic: its own limit of a request's size is then the one that
     *     counts
     */
    private List<TopicProblem> problems(
            Map<String, String> required, boolean written, TopicDescription description, Config config) {
        var problems = new ArrayList<TopicProblem>();
        if (description.partitions().size() != partitions) {
            problems.add(wrongPartitions(description));
        }
        required.forEach((setting, expected) -> {
            String value = value(config, setting);
            boolean atLeast = written && setting.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            if (atLeast ? Long.parseLong(value) < Limits.MAX_RECORD_BYTES : !value.equals(expected)) {
                problems.add(wrong(description, setting, value, expected, expected, Endangered.DECISIONS));
            }
        });
        durability(description, config, problems);
        return problems;
    }

    private TopicProblem wrongPartitions(TopicDescription topic) {
        return new TopicProblem(
                topic.name(),
                "the number of partitions",
                Integer.toString(topic.partitions().size()),
                partitions + " as everywhere",
                "it never changes (keys would move to other owners): delete the topic, or choose another prefix, and "
                        + createCommand);
    }

    private void durability(TopicDescription description, Config config, List<TopicProblem> problems) {
        int replicas = replicas(description);
        if (replicas < replication) {
            problems.add(new TopicProblem(
                    description.name(),
                    "the replication",
                    Integer.toString(replicas),
                    replication + " as everywhere",
                    "give each of its partitions " + replication
                            + " replicas with kafka-reassign-partitions.sh --bootstrap-server " + bootstrap,
                    Endangered.DURABILITY));
        }
        int least = Math.min(LEAST_IN_SYNC, StreamsSettings.minInSync(replicas));
        String inSync = value(config, MIN_IN_SYNC);
        if (Integer.parseInt(inSync) < least || Integer.parseInt(inSync) > replicas) {
            String expected = least == replicas ? "" + replicas : least + " to " + replicas;
            String mended = Integer.toString(StreamsSettings.minInSync(replicas));
            problems.add(wrong(
                    description,
                    MIN_IN_SYNC,
                    inSync,
                    expected + " with replication " + replicas,
                    mended,
                    Endangered.DURABILITY));
        }
        if (value(config, UNCLEAN).equals("true")) {
            problems.add(wrong(description, UNCLEAN, "true", "false", "false", Endangered.DURABILITY));
        }
    }

    private TopicProblem wrong(
            TopicDescription topic, String setting, String found, String expected, String mended, Endangered what) {
        return new TopicProblem(
                topic.name(),
                setting,
                found,
                expected,
                "kafka-configs.sh --bootstrap-server " + bootstrap + " --alter --entity-type topics --entity-name "
                        + topic.name() + " --add-config " + setting + "=" + mended,
                what);
    }

    private static String value(Config config, String setting) {
        var entry = config.get(setting);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    /** The replication of the weakest partition. */
    private static int replicas(TopicDescription topic) {
        return topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(1);
    }

    static int lowestReplication(Collection<TopicDescription> topics) {
        return topics.stream().mapToInt(TopicRules::replicas).min().orElse(1);
    }

    static int usualReplication(Collection<TopicDescription> topics) {
        return usual(topics, TopicRules::replicas, 1);
    }

    static int usualPartitions(Collection<TopicDescription> topics, int otherwise) {
        return usual(topics, topic -> topic.partitions().size(), otherwise);
    }

    /**
     * The number that most topics have; of two equally frequent ones the smaller, so that the result is deterministic.
     */
    private static int usual(
            Collection<TopicDescription> topics, ToIntFunction<TopicDescription> number, int otherwise) {
        var count = new TreeMap<Integer, Integer>();
        topics.forEach(topic -> count.merge(number.applyAsInt(topic), 1, Integer::sum));
        return count.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<Integer, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey)
                .orElse(otherwise);
    }
}
