package io.slotkeeper.app.chaos;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.run.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** What the runbook does about transactions of which a broker lost track (docs/how-to/watch.md#hanging-transactions). */
final class HangingTransactions {

    /** Everybody's transactions have timed out long before. */
    private static final Duration OLD = Duration.ofSeconds(30);

    private HangingTransactions() {}

    /**
     * Aborts those that are open for longer than any may be, as {@code kafka-transactions.sh} does.
     *
     * @return the partitions that they held back
     */
    static List<TopicPartition> abort(Config config) throws InterruptedException {
        try (Admin admin = KafkaClients.admin(config.cluster())) {
            List<TopicPartition> healed = new ArrayList<>();
            for (Map.Entry<TopicPartition, ProducerState> open : open(admin).entrySet()) {
                ProducerState producer = open.getValue();
                admin.abortTransaction(new AbortTransactionSpec(
                                open.getKey(),
                                producer.producerId(),
                                (short) producer.producerEpoch(),
                                producer.coordinatorEpoch().orElse(0)))
                        .all()
                        .get();
                healed.add(open.getKey());
            }
            return healed;
        } catch (ExecutionException e) {
            throw new IllegalStateException("hanging transactions can't be aborted", e.getCause());
        }
    }

    private static Map<TopicPartition, ProducerState> open(Admin admin)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, ProducerState> open = new LinkedHashMap<>();
        var names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        for (TopicDescription topic :
                admin.describeTopics(names).allTopicNames().get().values()) {
            for (var each : topic.partitions()) {
                var partition = new TopicPartition(topic.name(), each.partition());
                long before = System.currentTimeMillis() - OLD.toMillis();
                admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .filter(producer -> producer.lastTimestamp() < before)
                        .forEach(producer -> open.put(partition, producer));
            }
        }
        return open;
    }
}
