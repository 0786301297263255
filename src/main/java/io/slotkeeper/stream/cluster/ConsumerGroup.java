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
 * The group of an application's instances. Every method throws {@link KafkaException} when the cluster doesn't answer or
 * refuses.
 *
 * @param admin stays the caller's to close
 * @param id the application's
 */
public record ConsumerGroup(Admin admin, String id) {

    /** How far it has processed the partitions of its inputs; those of which it has no offset are left out. */
    public Map<TopicPartition, Long> committed() {
        var offsets = new HashMap<TopicPartition, Long>();
        ifThere(admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata())
                .forEach(found -> found.forEach((partition, place) -> {
                    if (place != null) {
                        offsets.put(partition, place.offset());
                    }
                }));
        return offsets;
    }

    /** How many are in it now. One that was killed stays until its session times out. */
    public int members() {
        return ifThere(admin.describeConsumerGroups(List.of(id)).all())
                .flatMap(found -> found.values().stream())
                .mapToInt(group -> group.members().size())
                .sum();
    }

    private static <T> Stream<T> ifThere(KafkaFuture<T> answer) {
        return ClusterAnswers.unless(GroupIdNotFoundException.class, answer).stream();
    }
}
