package io.slotkeeper.stream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class OpenTransactionsIT {

    private static final TopicNames TOPICS = Broker.topics(OpenTransactionsIT.class, "open");
    private static final String INPUT = TOPICS.name(Topic.SELECTION_REQUESTS);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shows_how_far_and_for_how_long_an_open_transaction_holds_back_a_partition() {
        try (Admin admin = Broker.admin();
                var plain = producer(Map.of());
                var open = producer(Map.of("transactional.id", INPUT, "transaction.timeout.ms", "10000"))) {
            new TopicAdmin(admin, TOPICS, Broker.bootstrap()).create(2, OptionalInt.of(1));
            var transactions = new OpenTransactions(admin, TOPICS, 2, registry, Duration.ofSeconds(1));
            send(plain);
            transactions.look();
            assertThat(distance(1)).isZero();

            open.initTransactions();
            open.beginTransaction();
            send(open);
            send(plain);
            transactions.look();
            assertThat(distance(1)).isEqualTo(2);
            assertThat(distance(0)).isZero();
            await().until(() -> {
                transactions.look();
                return heldBack(1) > 0.2;
            });
            assertThat(heldBack(0)).isZero();
            await().until(() -> {
                transactions.look();
                return transactions.heldBack(false).isPresent();
            });
            assertThat(transactions.heldBack(false).orElseThrow())
                    .contains("an open transaction has held back " + INPUT + "-1 for ");
            assertThat(transactions.heldBack(true)).as("not ours").isEmpty();

            open.commitTransaction();
            await().untilAsserted(() -> {
                transactions.look();
                assertThat(distance(1)).isZero();
                assertThat(heldBack(1)).isZero();
            });
        }
    }

    /** What a paused broker can leave behind: nobody of the group learns any longer how far it has come. */
    @Test
    void shows_what_holds_back_the_offsets_of_the_group_and_a_changelog() throws Exception {
        TopicNames topics = Broker.topics(OpenTransactionsIT.class, "ours");
        String changelog = topics.applicationId() + "-conversations-changelog";
        try (Admin admin = Broker.admin();
                var open = producer(Map.of("transactional.id", changelog, "transaction.timeout.ms", "10000"))) {
            new TopicAdmin(admin, topics, Broker.bootstrap()).create(2, OptionalInt.of(1));
            var transactions = new OpenTransactions(admin, topics, 2, registry, Duration.ofMillis(500));
            transactions.look();
            admin.createTopics(List.of(new NewTopic(changelog, 2, (short) 1)))
                    .all()
                    .get();
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>(changelog, 1, TestProgram.bytes("k"), TestProgram.bytes("v")))
                    .get();
            await().until(() -> {
                transactions.look();
                return transactions.heldBack(true).isPresent();
            });
            assertThat(transactions.heldBack(true).orElseThrow()).contains(changelog + "-1");
            open.abortTransaction();
            await().until(() -> {
                transactions.look();
                return transactions.heldBack(true).isEmpty();
            });

            open.beginTransaction();
            try (var member = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", Broker.bootstrap(), "group.id", topics.applicationId()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                open.sendOffsetsToTransaction(
                        Map.of(new TopicPartition(topics.name(Topic.SELECTION_REQUESTS), 0), new OffsetAndMetadata(0)),
                        member.groupMetadata());
            }
            await().until(() -> {
                transactions.look();
                return transactions.heldBack(true).isPresent();
            });
            assertThat(transactions.heldBack(true).orElseThrow())
                    .contains("__consumer_offsets-", "kafka-transactions.sh find-hanging");
            abortHanging(admin, new TopicPartition("__consumer_offsets", 0));
            await().until(() -> {
                transactions.look();
                return transactions.heldBack(true).isEmpty();
            });
            // Its coordinator hasn't heard of that.
            open.abortTransaction();
        }
    }

    /** What {@code kafka-transactions.sh abort} does, as the runbook has it. */
    private static void abortHanging(Admin admin, TopicPartition partition) throws Exception {
        ProducerState hanging =
                admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .findFirst()
                        .orElseThrow();
        admin.abortTransaction(new AbortTransactionSpec(
                        partition,
                        hanging.producerId(),
                        (short) hanging.producerEpoch(),
                        hanging.coordinatorEpoch().orElse(0)))
                .all()
                .get();
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, String> settings) {
        var all = new HashMap<String, Object>(settings);
        all.put("bootstrap.servers", Broker.bootstrap());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer) {
        var unused = producer.send(new ProducerRecord<>(INPUT, 1, TestProgram.bytes("k"), TestProgram.bytes("v")));
        producer.flush();
    }

    private double distance(int partition) {
        return gauge("slotkeeper.last.stable.offset.distance", partition);
    }

    private double heldBack(int partition) {
        return gauge("slotkeeper.held.back", partition);
    }

    private double gauge(String name, int partition) {
        return registry.get(name)
                .tag("topic", "selection-requests")
                .tag("partition", Integer.toString(partition))
                .gauge()
                .value();
    }
}
