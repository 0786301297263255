package io.slotkeeper.stream.cluster;

import io.slotkeeper.topics.Topic;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a look at the topics found.
 *
 * @param partitions of every topic; meaningful when there are no problems
 * @param replication the lowest of any topic; meaningful when there are no problems
 * @param problems in the order of {@link Topic}; empty when everything is as it has to be
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
