package io.slotkeeper.stream.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The consumer group of an application's instances. Every method throws {@link KafkaException} if the cluster doesn't
 * answer or refuses.
 *
 * @param admin closed by the caller
 * @param id the application id
 */
public record ConsumerGroup(Admin admin, String id) {

    /** Committed offsets, by input partition. A partition without a committed offset is missing. */
    public Map<TopicPartition, Long> committed() {
        var offsets = new HashMap<TopicPartition, Long>();
        ifThere(admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata())
                .forEach(committed -> committed.forEach((partition, metadata) -> {
                    if (metadata != null) {
                        offsets.put(partition, metadata.offset());
                    }
                }));
        return offsets;
    }

    /** Number of current members. One that was killed remains until its session times out. */
    public int members() {
        return ifThere(admin.describeConsumerGroups(List.of(id)).all())
                .flatMap(groups -> groups.values().stream())
                .mapToInt(group -> group.members().size())
                .sum();
    }

    private <T> Stream<T> ifThere(KafkaFuture<T> future) {
        return ClusterAnswers.unless(GroupIdNotFoundException.class, future, "Describe group " + id).stream();
    }
}
