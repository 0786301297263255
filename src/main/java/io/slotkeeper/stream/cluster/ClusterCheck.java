package io.slotkeeper.stream.cluster;

import io.slotkeeper.topics.TopicNames;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Checks everything that a cluster has to provide before the program may process its topics: before the start, and
 * repeatedly while it runs.
 */
public final class ClusterCheck {

    private final TopicAdmin admin;
    private final TopicNames topics;
    private final ClusterAnswers cluster;
    private final StateCheck state;

    /**
     * @param admin closed by the caller
     * @param bootstrap address that {@code admin} is connected to, for the commands in problems
     * @param readers create consumers of committed records, without a group; each is closed here
     */
    public ClusterCheck(Admin admin, TopicNames topics, String bootstrap, Supplier<Consumer<byte[], byte[]>> readers) {
        this.admin = new TopicAdmin(admin, topics, bootstrap);
        this.topics = topics;
        this.cluster = new ClusterAnswers(admin);
        this.state = new StateCheck(admin, topics, readers);
    }

    /**
     * Checks the topics, the number of brokers for new internal topics, the state and the group's offsets.
     *
     * @throws KafkaException if the cluster doesn't answer or refuses; the message is meant for the user
     */
    public TopicReport verify() {
        TopicReport report = admin.verify();
        return report.good() ? report.and(tooFewBrokers(report)).and(state.problems(report.partitions())) : report;
    }

    /** Streams creates the changelogs with the replication of the other topics, or doesn't start. */
    private List<TopicProblem> tooFewBrokers(TopicReport report) {
        Set<String> existing = cluster.describe(topics.changelogs()).keySet();
        int brokers = cluster.brokers();
        return topics.changelogs().stream()
                .filter(name -> !existing.contains(name) && brokers < report.replication())
                .map(name -> new TopicProblem(
                        name,
                        "the number of brokers to create it on",
                        Integer.toString(brokers),
                        report.replication() + ", the replication of the other topics",
                        "start the other brokers"))
                .toList();
    }
}
