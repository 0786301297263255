package io.slotkeeper.stream.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Queries a cluster about its topics and waits for the answers. Every method throws Kafka's own exception instead of
 * the {@link ExecutionException} around it.
 */
record ClusterAnswers(Admin admin) {

    int brokers() {
        return get(admin.describeCluster().nodes()).size();
    }

    /** Descriptions, by name, of those topics that exist. */
    Map<String, TopicDescription> describe(Collection<String> names) {
        var existing = new HashMap<String, TopicDescription>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, future) -> unless(
                                UnknownTopicOrPartitionException.class, future, "Describe topic " + name)
                        .ifPresent(topic -> existing.put(name, topic)));
        return existing;
    }

    /** Configurations, by name; all topics must exist. */
    Map<String, Config> configs(Collection<String> names) {
        var resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .collect(Collectors.toSet());
        var configs = new HashMap<String, Config>();
        admin.describeConfigs(resources)
                .values()
                .forEach((topic, future) ->
                        configs.put(topic.name(), get(future, "DescribeConfigs of topic " + topic.name())));
        return configs;
    }

    /** The value of a future; empty if it failed with the expected exception. */
    static <T> Optional<T> unless(Class<? extends KafkaException> expected, KafkaFuture<T> future) {
        try {
            return Optional.ofNullable(get(future));
        } catch (KafkaException e) {
            if (expected.isInstance(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @param right that the request needs, as in {@link MissingRight} */
    static <T> Optional<T> unless(Class<? extends KafkaException> expected, KafkaFuture<T> future, String right) {
        try {
            return unless(expected, future);
        } catch (AuthorizationException e) {
            throw new MissingRight(right, e);
        }
    }

    /** @param right that the request needs, as in {@link MissingRight} */
    private static <T> T get(KafkaFuture<T> future, String right) {
        try {
            return get(future);
        } catch (AuthorizationException e) {
            throw new MissingRight(right, e);
        }
    }

    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the cluster", e);
        }
    }
}
