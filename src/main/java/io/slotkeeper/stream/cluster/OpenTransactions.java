package io.slotkeeper.stream.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how far open transactions hold back partitions: everything after such a transaction can't be read until it
 * ends or times out (docs/spec/faults.md#faults). Of the inputs, where an upstream producer leaves it open; of the
 * application's changelogs and of the partition of {@code __consumer_offsets} that has its offsets, where a broker lost
 * track of one of ours, and then nothing is processed any more until somebody aborts it. Measured as the distance of the
 * last stable offset from the end of the log, and as the time for which it has not moved while it was before the end.
 */
public final class OpenTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);

    private static final String OFFSETS = "__consumer_offsets";

    /** Longer than a killed instance leaves a transaction open: 5 s, and the brokers look every 10 s by default. */
    public static final Duration LONG = Duration.ofSeconds(30);

    /** One gauge: of the partition that is held back most. */
    private static final class Watched {
        private volatile List<TopicPartition> partitions;
        private final boolean ours;
        private final Map<TopicPartition, Stable> stable = new HashMap<>();
        private volatile double distance;
        private volatile double heldBackSeconds;
        private volatile Optional<TopicPartition> worst = Optional.empty();

        private record Stable(long offset, long sinceNanos) {}

        Watched(List<TopicPartition> partitions, boolean ours) {
            this.partitions = partitions;
            this.ours = ours;
        }

        void update(Map<TopicPartition, Long> stableOffsets, Map<TopicPartition, Long> ends, long nanos) {
            long most = 0;
            double longest = 0;
            Optional<TopicPartition> longestAt = Optional.empty();
            for (TopicPartition at : partitions) {
                long offset = stableOffsets.getOrDefault(at, 0L);
                long end = ends.getOrDefault(at, 0L);
                Stable before = stable.get(at);
                if (before == null || offset >= end || offset != before.offset()) {
                    before = new Stable(offset, nanos);
                    stable.put(at, before);
                }
                most = Math.max(most, end - offset);
                double seconds = (nanos - before.sinceNanos()) / 1e9;
                if (seconds > longest) {
                    longest = seconds;
                    longestAt = Optional.of(at);
                }
            }
            distance = most;
            heldBackSeconds = longest;
            worst = longestAt;
        }

        void unknown() {
            distance = Double.NaN;
            heldBackSeconds = Double.NaN;
            worst = Optional.empty();
        }
    }

    private final Admin admin;
    private final String group;
    private final Duration longest;
    private final Watched offsets = new Watched(List.of(), true);
    private final List<Watched> all = new ArrayList<>();

    /**
     * Registers both gauges for every input partition, every changelog, and the group's offsets.
     *
     * @param admin closed by the caller
     * @param count number of partitions of each topic
     * @param longest from when on it is told
     */
    public OpenTransactions(Admin admin, TopicNames topics, int count, MeterRegistry registry, Duration longest) {
        this.admin = admin;
        this.longest = longest;
        for (Topic input : Topic.inputs()) {
            for (int number = 0; number < count; number++) {
                watch(
                        new Watched(List.of(new TopicPartition(topics.name(input), number)), false),
                        input.logicalName(),
                        Integer.toString(number),
                        registry);
            }
        }
        for (String store : StoreNames.ALL) {
            String changelog = topics.applicationId() + "-" + store + "-changelog";
            watch(new Watched(partitions(changelog, count), true), store + "-changelog", "worst", registry);
        }
        group = topics.applicationId();
        watch(offsets, OFFSETS, "the group's", registry);
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
    }

    /** Where the group's offsets are: known as soon as somebody has committed some, and if we may know it. */
    private void findOffsets() {
        try {
            new ClusterAnswers(admin)
                    .describe(List.of(OFFSETS))
                    .values()
                    .forEach(topic -> offsets.partitions = List.of(new TopicPartition(
                            OFFSETS,
                            Utils.abs(group.hashCode()) % topic.partitions().size())));
        } catch (AuthorizationException e) {
            LOG.debug("the partition of the group's offsets is not watched", e);
        }
    }

    private void watch(Watched watched, String topic, String partition, MeterRegistry registry) {
        all.add(watched);
        Gauge.builder("slotkeeper.last.stable.offset.distance", watched, it -> it.distance)
                .description("Offsets between the last stable one and the end: not to be read yet")
                .tag("topic", topic)
                .tag("partition", partition)
                .register(registry);
        Gauge.builder("slotkeeper.held.back", watched, it -> it.heldBackSeconds)
                .description("How long an open transaction has kept the last stable offset where it is")
                .baseUnit("seconds")
                .tag("topic", topic)
                .tag("partition", partition)
                .register(registry);
    }

    /**
     * What an open transaction holds back for long.
     *
     * @param ours only what holds everything back: changelogs and the group's offsets
     */
    public Optional<String> heldBack(boolean ours) {
        return all.stream()
                .filter(it -> (it.ours || !ours) && it.heldBackSeconds * 1e9 > longest.toNanos())
                .max(Comparator.comparingDouble(it -> it.heldBackSeconds))
                .flatMap(it -> it.worst.map(at -> "an open transaction has held back " + at + " for "
                        + Math.round(it.heldBackSeconds)
                        + " s; to mend: kafka-transactions.sh find-hanging, and abort"));
    }

    /**
     * Measures once; for one thread at a time.
     *
     * @throws KafkaException if the cluster doesn't answer; the gauges are then NaN
     */
    public void look() {
        if (offsets.partitions.isEmpty()) {
            findOffsets();
        }
        try {
            Set<TopicPartition> there = there();
            // The end first: records appended in between must not look held back.
            Map<TopicPartition, Long> ends = latest(there, IsolationLevel.READ_UNCOMMITTED);
            Map<TopicPartition, Long> stable = latest(there, IsolationLevel.READ_COMMITTED);
            long now = System.nanoTime();
            all.forEach(watched -> watched.update(stable, ends, now));
        } catch (KafkaException e) {
            all.forEach(Watched::unknown);
            throw e;
        }
    }

    /** A changelog may not be there yet: asked for a topic that isn't, Kafka's client waits until it is. */
    private Set<TopicPartition> there() {
        List<TopicPartition> partitions =
                all.stream().flatMap(watched -> watched.partitions.stream()).toList();
        Set<String> topics = new ClusterAnswers(admin)
                .describe(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()))
                .keySet();
        return partitions.stream().filter(at -> topics.contains(at.topic())).collect(Collectors.toSet());
    }

    /** Without those of which we may not be told. */
    private Map<TopicPartition, Long> latest(Set<TopicPartition> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> specs =
                partitions.stream().collect(Collectors.toMap(at -> at, at -> OffsetSpec.latest()));
        ListOffsetsResult asked = admin.listOffsets(specs, new ListOffsetsOptions(isolation));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(at -> offset(asked, at).ifPresent(offset -> offsets.put(at, offset)));
        return offsets;
    }

    private static Optional<Long> offset(ListOffsetsResult asked, TopicPartition at) {
        try {
            return ClusterAnswers.unless(AuthorizationException.class, asked.partitionResult(at))
                    .map(ListOffsetsResultInfo::offset);
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }
}
