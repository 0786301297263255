package io.slotkeeper.stream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

/** Clusters of several brokers, which the tests' own broker is not. */
class TopicRulesTest {

    private static final TopicRules RULES = new TopicRules(2, 3, "kafka:9092", "./slotkeeper topics --create");
    private static final String NAME = "slotkeeper.request-outcomes";

    @Test
    void the_settings_that_topics_are_created_with_are_right_on_one_broker_two_and_more() {
        for (int replication = 1; replication <= 5; replication++) {
            var rules = new TopicRules(2, replication, "kafka:9092", "");
            int minInSync = StreamsSettings.minInSync(replication);
            assertThat(rules.problems(Topic.REQUEST_OUTCOMES, topic(replication, replication), config(minInSync)))
                    .isEmpty();
        }
    }

    @Test
    void a_topic_with_fewer_replicas_than_the_others_is_named() {
        assertThat(lines(topic(3, 2), config(1)))
                .containsExactly(
                        "topic " + NAME + ": the replication is 2, expected 3 as everywhere; to mend: give each"
                                + " of its partitions 3 replicas with kafka-reassign-partitions.sh --bootstrap-server"
                                + " kafka:9092");
    }

    @Test
    void a_partition_with_more_replicas_while_it_moves_is_no_problem() {
        assertThat(lines(topic(3, 5), config(2))).isEmpty();
    }

    @Test
    void in_sync_replicas_that_there_can_never_be_are_named() {
        assertThat(lines(topic(3, 3), config(4)))
                .containsExactly("topic " + NAME + ": min.insync.replicas is 4, expected 2 to 3 with replication 3; to"
                        + " mend: kafka-configs.sh --bootstrap-server kafka:9092 --alter --entity-type topics"
                        + " --entity-name " + NAME + " --add-config min.insync.replicas=2");
    }

    @Test
    void an_acknowledgement_by_one_of_three_replicas_is_named() {
        assertThat(lines(topic(3, 3), config(1)))
                .singleElement()
                .asString()
                .contains("min.insync.replicas is 1, expected 2 to 3 with replication 3");
    }

    @Test
    void a_leader_that_may_lack_what_was_acknowledged_is_named() {
        assertThat(lines(topic(3, 3), config(2, "unclean.leader.election.enable", "true")))
                .singleElement()
                .asString()
                .contains("unclean.leader.election.enable is true, expected false");
    }

    @Test
    void what_endangers_durability_alone_does_not_endanger_decisions() {
        assertThat(RULES.problems(Topic.REQUEST_OUTCOMES, topic(2, 2), config(3)))
                .hasSize(2)
                .allMatch(problem -> problem.endangered() == TopicProblem.Endangered.DURABILITY);
        assertThat(RULES.problems(
                        Topic.REQUEST_OUTCOMES, topic(3, 3), config(2, "message.timestamp.type", "LogAppendTime")))
                .allMatch(problem -> problem.endangered() == TopicProblem.Endangered.DECISIONS)
                .hasSize(1);
    }

    @Test
    void a_changelog_that_forgets_is_named() {
        assertThat(RULES.changelogProblems(topic(3, 3), config(2, "cleanup.policy", "compact,delete")))
                .singleElement()
                .asString()
                .contains("cleanup.policy is compact,delete, expected compact");
        assertThat(RULES.changelogProblems(topic(3, 3, 3), config(2, "cleanup.policy", "compact")))
                .singleElement()
                .asString()
                .contains("the number of partitions is 3, expected 2 as everywhere");
    }

    @Test
    void most_topics_say_what_is_usual_and_the_weakest_what_all_are_worth() {
        List<TopicDescription> topics = List.of(topic(3, 3), topic(3, 3), topic(3, 1));
        assertThat(TopicRules.usualReplication(topics)).isEqualTo(3);
        assertThat(TopicRules.lowestReplication(topics)).isEqualTo(1);
        assertThat(TopicRules.usualReplication(List.of(topic(3), topic(2)))).isEqualTo(2);
        assertThat(TopicRules.usualReplication(List.of())).isEqualTo(1);
    }

    private static List<String> lines(TopicDescription topic, Config config) {
        return RULES.problems(Topic.REQUEST_OUTCOMES, topic, config).stream()
                .map(TopicProblem::toString)
                .toList();
    }

    /** @param replicas of each partition */
    private static TopicDescription topic(int... replicas) {
        List<TopicPartitionInfo> partitions = new ArrayList<>();
        for (int partition = 0; partition < replicas.length; partition++) {
            List<Node> nodes = IntStream.range(0, replicas[partition])
                    .mapToObj(broker -> new Node(broker, "broker-" + broker, 9092))
                    .toList();
            partitions.add(new TopicPartitionInfo(partition, nodes.get(0), nodes, nodes));
        }
        return new TopicDescription(NAME, false, partitions);
    }

    /** @param others name, value, name, value … instead of what an output has */
    private static Config config(int minInSync, String... others) {
        var settings = new TreeMap<>(Topic.REQUEST_OUTCOMES.settings());
        settings.put("min.insync.replicas", Integer.toString(minInSync));
        settings.put("unclean.leader.election.enable", "false");
        for (int i = 0; i < others.length; i += 2) {
            settings.put(others[i], others[i + 1]);
        }
        return new Config(settings.entrySet().stream()
                .map((Map.Entry<String, String> e) -> new ConfigEntry(e.getKey(), e.getValue()))
                .toList());
    }
}
