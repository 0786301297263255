package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The consumer group of an application's instances, as the broker has it. */
record ProcessorGroup(String name) {

    /** The input partitions by the client ids of the instances that process them; none before the first has come. */
    Map<String, Set<TopicPartition>> owned() {
        Map<String, Set<TopicPartition>> owned = new HashMap<>();
        try (Admin admin = Broker.admin()) {
            Broker.join(admin.describeConsumerGroups(List.of(name)).all()).values().stream()
                    .flatMap(description -> description.members().stream())
                    .forEach(member -> owned.computeIfAbsent(
                                    member.clientId().replaceFirst("-StreamThread.*", ""), none -> new HashSet<>())
                            .addAll(member.assignment().topicPartitions()));
            return owned;
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return owned;
            }
            throw e;
        }
    }

    /** Waits until these instances process so many partitions each. */
    void awaitShared(String one, String other, int each) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<String, Set<TopicPartition>> owned = owned();
            assertThat(owned.keySet()).containsExactlyInAnyOrder(one, other);
            assertThat(owned.values()).allSatisfy(some -> assertThat(some).hasSize(each));
        });
    }

    /** Up to where the input partitions are processed: the offsets that were committed with what came of them. */
    Map<TopicPartition, Long> committed() {
        try (Admin admin = Broker.admin()) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            Broker.join(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> committed.put(partition, offset.offset()));
            return committed;
        }
    }
}
