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
 * Measures how far open transactions of upstream producers hold back the input partitions: everything after such a
 * transaction, ticks included, can't be read until it ends or times out (docs/spec/faults.md#faults). Measured as the
 * distance of the last stable offset from the end of the log, and as the time for which it has not moved while it was
 * before the end.
 */
public final class OpenTransactions {

    private static final class Partition {
        private volatile double distance;
        private volatile double heldBackSeconds;
        private long stable = -1;
        private long sinceNanos;

        void update(long stable, long end, long nanos) {
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
     * Registers both gauges for every input partition.
     *
     * @param admin closed by the caller
     * @param count number of partitions of each topic
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
     * Measures once; for one thread at a time.
     *
     * @throws KafkaException if the cluster doesn't answer; the gauges are then NaN
     */
    public void look() {
        try {
            // The end first: records appended in between must not look held back.
            Map<TopicPartition, Long> ends = latest(IsolationLevel.READ_UNCOMMITTED);
            Map<TopicPartition, Long> stable = latest(IsolationLevel.READ_COMMITTED);
            long now = System.nanoTime();
            partitions.forEach(
                    (at, partition) -> partition.update(stable.getOrDefault(at, 0L), ends.getOrDefault(at, 0L), now));
        } catch (KafkaException e) {
            partitions.values().forEach(Partition::unknown);
            throw e;
        }
    }

    private Map<TopicPartition, Long> latest(IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> specs =
                partitions.keySet().stream().collect(Collectors.toMap(at -> at, at -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> offsets = ClusterAnswers.get(
                admin.listOffsets(specs, new ListOffsetsOptions(isolation)).all());
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }
}
