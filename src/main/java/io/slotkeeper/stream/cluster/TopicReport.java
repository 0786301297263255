package io.slotkeeper.stream.cluster;

import io.slotkeeper.topics.Topic;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of checking the topics.
 *
 * @param partitions number of partitions of every topic; meaningful if there are no problems
 * @param replication lowest of any topic; meaningful if there are no problems
 * @param problems in the order of {@link Topic}; empty if everything is right
 */
public record TopicReport(int partitions, int replication, List<TopicProblem> problems) {

    public TopicReport {
        problems = List.copyOf(problems);
    }

    TopicReport and(List<TopicProblem> more) {
        return new TopicReport(
                partitions,
                replication,
                Stream.concat(problems.stream(), more.stream()).toList());
    }

    public boolean good() {
        return problems.isEmpty();
    }
}
