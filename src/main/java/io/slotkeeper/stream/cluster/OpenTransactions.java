package io.slotkeeper.stream.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each input partition can't be read because of a transaction that an upstream has open: it holds back all that
 * comes after it, ticks included, until it ends or times out (topics.md). Measured as the distance of the last stable
 * offset from the end, and as the time for which the last stable offset has stood still before it.
 */
public final class OpenTransactions {

    private static final class Partition {
        private volatile double distance;
        private volatile double heldBackSeconds;
        private long stable = -1;
        private long sinceNanos;

        void found(long stable, long end, long nanos) {
            if (stable >= end || stable != this.stable) {
                this.stable = stable;
                sinceNanos = nanos;
            }
            distance = Math.max(0, end - stable);
            heldBackSeconds = (nanos - sinceNanos) / 1e9;
        }

        void unknown() {
            distance = Double.NaN;
            heldBackSeconds = Double.NaN;
        }
    }

    private final Admin admin;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();

    /**
     * Registers a gauge of each for every input partition.
     *
     * @param admin stays the caller's to close
     */
    public OpenTransactions(Admin admin, TopicNames topics, int count, MeterRegistry registry) {
        this.admin = admin;
        for (Topic input : Topic.inputs()) {
            for (int number = 0; number < count; number++) {
                var partition = new Partition();
                partitions.put(new TopicPartition(topics.name(input), number), partition);
                register(input, number, partition, registry);
            }
        }
    }

    private static void register(Topic input, int number, Partition partition, MeterRegistry registry) {
        Gauge.builder("slotkeeper.last.stable.offset.distance", partition, it -> it.distance)
                .description("Offsets between the last stable one and the end: not to be read yet")
                .tag("topic", input.logicalName())
                .tag("partition", Integer.toString(number))
                .register(registry);
        Gauge.builder("slotkeeper.held.back", partition, it -> it.heldBackSeconds)
                .description("How long an open transaction has kept the last stable offset where it is")
                .baseUnit("seconds")
                .tag("topic", input.logicalName())
                .tag("partition", Integer.toString(number))
                .register(registry);
    }

    /**
     * Looks once; for one thread at a time.
     *
     * @throws KafkaException when the cluster doesn't answer; the gauges are then NaN
     */
    public void look() {
        try {
            // The end first: what is appended in between must not look as if it were held back.
            Map<TopicPartition, Long> ends = latest(IsolationLevel.READ_UNCOMMITTED);
            Map<TopicPartition, Long> stable = latest(IsolationLevel.READ_COMMITTED);
            long now = System.nanoTime();
            partitions.forEach(
                    (at, partition) -> partition.found(stable.getOrDefault(at, 0L), ends.getOrDefault(at, 0L), now));
        } catch (KafkaException e) {
            partitions.values().forEach(Partition::unknown);
            throw e;
        }
    }

    private Map<TopicPartition, Long> latest(IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.keySet().stream().collect(Collectors.toMap(at -> at, at -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found = ClusterAnswers.get(
                admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all());
        return found.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }
}
