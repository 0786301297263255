package io.slotkeeper.stream.cluster;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Checks, partition by partition, that the state in the changelogs and the group's offsets in the inputs belong
 * together (docs/spec/topics.md#checks-at-the-start). One transaction commits both, so they differ only if the cluster
 * lost one of them: offsets expire while no instance runs, topics are deleted by hand. To continue would decide the
 * whole log again on live state, or the rest of the log on none.
 */
final class StateCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final String REBUILD = "./slotkeeper rebuild";

    private final ClusterAnswers cluster;
    private final TopicNames topics;
    private final Supplier<Consumer<byte[], byte[]>> readers;

    /** @param readers create consumers of committed records; each is closed here */
    StateCheck(Admin admin, TopicNames topics, Supplier<Consumer<byte[], byte[]>> readers) {
        this.cluster = new ClusterAnswers(admin);
        this.topics = topics;
        this.readers = readers;
    }

    /** @param partitions number of partitions of every topic; all topics except the changelogs must exist */
    List<TopicProblem> problems(int partitions) {
        Set<String> changelogs = cluster.describe(topics.changelogs()).keySet();
        Map<TopicPartition, Long> committed = committed();
        var problems = new ArrayList<TopicProblem>();
        for (Topic input : Topic.inputs()) {
            Set<TopicPartition> known = new HashSet<>();
            Set<Integer> unknown = new TreeSet<>();
            for (int partition = 0; partition < partitions; partition++) {
                var at = new TopicPartition(topics.name(input), partition);
                if (committed.containsKey(at)) {
                    known.add(at);
                } else {
                    unknown.add(partition);
                }
            }
            problems.addAll(stateWithoutOffsets(input, unknown, changelogs));
            problems.addAll(offsetsWithoutState(input, known, changelogs));
            problems.addAll(offsetsBeyondTheLog(input, known, committed));
        }
        return problems;
    }

    private Map<TopicPartition, Long> committed() {
        return new ConsumerGroup(cluster.admin(), topics.applicationId()).committed();
    }

    /**
     * Stable committed offsets; empty if the group doesn't exist. A partition is missing while an offset of it is being
     * committed.
     */
    private Optional<Map<TopicPartition, OffsetAndMetadata>> stable(List<TopicPartition> partitions) {
        String group = topics.applicationId();
        var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        var options = new ListConsumerGroupOffsetsOptions().requireStable(true);
        return ClusterAnswers.unless(
                GroupIdNotFoundException.class,
                cluster.admin()
                        .listConsumerGroupOffsets(Map.of(group, spec), options)
                        .partitionsToOffsetAndMetadata(group));
    }

    /**
     * Those of the partitions that have no offset even after all pending commits. A running instance may just have
     * committed its first record, and the markers of a transaction arrive one by one.
     */
    private Set<Integer> withoutOffset(Topic input, Set<Integer> partitions) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Set<TopicPartition> committed = committed().keySet();
            List<TopicPartition> without = partitions.stream()
                    .map(partition -> new TopicPartition(topics.name(input), partition))
                    .filter(at -> !committed.contains(at))
                    .toList();
            Optional<Map<TopicPartition, OffsetAndMetadata>> stable =
                    without.isEmpty() ? Optional.empty() : stable(without);
            if (stable.isEmpty() || stable.get().keySet().containsAll(without)) {
                return partitionsOf(without.stream()
                        .filter(at -> stable.map(offsets -> offsets.get(at)).isEmpty())
                        .toList());
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        throw new TimeoutException("a transaction on the offsets of group " + topics.applicationId()
                + " didn't end within " + TIMEOUT.toSeconds() + " s");
    }

    private List<TopicProblem> stateWithoutOffsets(Topic input, Set<Integer> unknown, Set<String> changelogs) {
        List<TopicPartition> candidates = topics.changelogs(input).stream()
                .filter(changelogs::contains)
                .flatMap(name -> unknown.stream().map(partition -> new TopicPartition(name, partition)))
                .toList();
        Set<Integer> holding = partitionsOf(holdingRecords(notEmpty(candidates)));
        Set<Integer> lost = holding.isEmpty() ? Set.of() : withoutOffset(input, holding);
        return lost.isEmpty()
                ? List.of()
                : List.of(new TopicProblem(
                        topics.name(input),
                        "the committed offset of group " + topics.applicationId() + " for " + named(lost),
                        "missing although the changelogs hold its state",
                        "there (it may have expired; the whole log would be read again over live state)",
                        REBUILD));
    }

    private List<TopicProblem> offsetsWithoutState(Topic input, Set<TopicPartition> known, Set<String> changelogs) {
        if (known.isEmpty()) {
            return List.of();
        }
        return topics.changelogs(input).stream()
                .filter(name -> !changelogs.contains(name))
                .map(name -> new TopicProblem(
                        name,
                        "the changelog",
                        "missing although group " + topics.applicationId() + " has processed " + topics.name(input),
                        "there (what was decided would be forgotten)",
                        REBUILD))
                .toList();
    }

    private List<TopicProblem> offsetsBeyondTheLog(
            Topic input, Set<TopicPartition> known, Map<TopicPartition, Long> committed) {
        Map<TopicPartition, Long> ends = offsets(known, OffsetSpec.latest());
        Set<Integer> beyond = partitionsOf(known.stream()
                .filter(at -> committed.getOrDefault(at, 0L) > ends.getOrDefault(at, Long.MAX_VALUE))
                .collect(Collectors.toSet()));
        return beyond.isEmpty()
                ? List.of()
                : List.of(new TopicProblem(
                        topics.name(input),
                        "the end of " + named(beyond),
                        "before the committed offset of group " + topics.applicationId(),
                        "at it or after it (was the topic made anew?)",
                        "another prefix, with ./slotkeeper topics --create"));
    }

    private static Set<Integer> partitionsOf(Collection<TopicPartition> some) {
        return some.stream().map(TopicPartition::partition).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String named(Set<Integer> partitions) {
        return (partitions.size() == 1 ? "partition " : "partitions ")
                + partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private Set<TopicPartition> notEmpty(List<TopicPartition> candidates) {
        Map<TopicPartition, Long> starts = offsets(candidates, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(candidates, OffsetSpec.latest());
        return candidates.stream()
                .filter(at -> ends.getOrDefault(at, 0L) > starts.getOrDefault(at, 0L))
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> of, OffsetSpec spec) {
        Map<TopicPartition, ListOffsetsResultInfo> offsets = ClusterAnswers.get(cluster.admin()
                .listOffsets(of.stream().collect(Collectors.toMap(at -> at, at -> spec)))
                .all());
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    /**
     * Those with a committed record. An instance that was killed before its first commit leaves records of an aborted
     * transaction and its marker, and no offset: that is a first start.
     */
    private Set<TopicPartition> holdingRecords(Set<TopicPartition> candidates) {
        if (candidates.isEmpty()) {
            return Set.of();
        }
        Set<TopicPartition> holding = new HashSet<>();
        Set<TopicPartition> open = new HashSet<>(candidates);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (Consumer<byte[], byte[]> reader = readers.get()) {
            reader.assign(open);
            reader.seekToBeginning(open);
            Map<TopicPartition, Long> ends = reader.endOffsets(open);
            while (!open.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("the changelogs could not be read within " + TIMEOUT.toSeconds() + " s");
                }
                holding.addAll(reader.poll(POLL_INTERVAL).partitions());
                open.removeIf(at -> holding.contains(at) || reader.position(at) >= ends.getOrDefault(at, 0L));
                reader.assign(open);
            }
        }
        return holding;
    }
}
