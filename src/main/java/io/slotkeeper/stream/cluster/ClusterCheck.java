package io.slotkeeper.stream.cluster;

import io.slotkeeper.topics.TopicNames;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Everything that has to be right about a cluster for the program to process its topics: asked before it starts, and
 * again while it runs.
 */
public final class ClusterCheck {

    private final TopicAdmin admin;
    private final TopicNames topics;
    private final ClusterAnswers cluster;
    private final StateCheck state;

    /**
     * @param admin stays the caller's to close
     * @param bootstrap what {@code admin} is connected to, for the commands in problems
     * @param readers of what is committed, without a group; each is closed here
     */
    public ClusterCheck(Admin admin, TopicNames topics, String bootstrap, Supplier<Consumer<byte[], byte[]>> readers) {
        this.admin = new TopicAdmin(admin, topics, bootstrap);
        this.topics = topics;
        this.cluster = new ClusterAnswers(admin);
        this.state = new StateCheck(admin, topics, readers);
    }

    /**
     * Looks at the topics, at the brokers that new internal topics need, and at the state and the group's offsets.
     *
     * @throws KafkaException when the cluster doesn't answer or refuses; its message is meant for the user
     */
    public TopicReport verify() {
        TopicReport report = admin.verify();
        return report.good() ? report.and(tooFewBrokers(report)).and(state.problems(report.partitions())) : report;
    }

    /** Streams makes the changelogs with the replication of the other topics, or doesn't start. */
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
