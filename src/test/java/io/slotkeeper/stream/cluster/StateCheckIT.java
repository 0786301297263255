package io.slotkeeper.stream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** State and offsets that belong together, and such as a cluster has lost one of. */
@Execution(ExecutionMode.CONCURRENT)
final class StateCheckIT {

    private static final int PARTITIONS = 2;
    private static final String DEFINE = "{'type':'define_event_type','length_minutes':60}";

    private final Admin admin = Broker.admin();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void a_first_start_is_right_and_so_is_the_next_one_after_any_records() {
        try (TestProgram world = TestProgram.of(StateCheckIT.class, "right", PARTITIONS)) {
            assertThat(problems(world)).isEmpty();
            world.start();
            assertThat(problems(world)).as("no record yet").isEmpty();
            world.refusedRecordOf(world.send(Topic.RESERVATION_REQUESTS, "no-key-of-ours", DEFINE));
            assertThat(problems(world)).as("an offset, and no state").isEmpty();
            world.ask(Topic.RESERVATION_REQUESTS, "1", DEFINE);
            assertThat(problems(world)).isEmpty();
            world.stop();
            assertThat(problems(world)).isEmpty();
        }
    }

    @Test
    void state_whose_offsets_have_expired_is_refused_partition_by_partition() throws Exception {
        try (TestProgram world = TestProgram.of(StateCheckIT.class, "expired", PARTITIONS)) {
            world.start();
            int partition = partition(world);
            world.stop();
            got(admin.deleteConsumerGroups(List.of(group(world))).all());
            assertThat(problems(world))
                    .containsExactly("topic " + world.topics().name(Topic.RESERVATION_REQUESTS)
                            + ": the committed offset of group " + group(world) + " for partition " + partition
                            + " is missing although the changelogs hold its state, expected there (it may have expired;"
                            + " the whole log would be read again over live state); to mend: ./slotkeeper rebuild");
        }
    }

    @Test
    void offsets_whose_state_was_deleted_are_refused() throws Exception {
        try (TestProgram world = TestProgram.of(StateCheckIT.class, "deleted", PARTITIONS)) {
            world.start();
            partition(world);
            world.stop();
            String changelog =
                    world.topics().changelogs(Topic.RESERVATION_REQUESTS).get(0);
            got(admin.deleteTopics(List.of(changelog)).all());
            await().until(() -> !admin.listTopics().names().get().contains(changelog));
            assertThat(problems(world))
                    .singleElement()
                    .asString()
                    .startsWith("topic " + changelog + ": the changelog is missing although group " + group(world)
                            + " has processed ")
                    .endsWith("; to mend: ./slotkeeper rebuild");
        }
    }

    @Test
    void a_log_that_ends_before_the_committed_offset_is_refused() throws Exception {
        try (TestProgram world = TestProgram.of(StateCheckIT.class, "lost", PARTITIONS)) {
            world.start();
            int partition = partition(world);
            world.stop();
            String name = world.topics().name(Topic.RESERVATION_REQUESTS);
            got(admin.alterConsumerGroupOffsets(
                            group(world), Map.of(new TopicPartition(name, partition), new OffsetAndMetadata(1_000)))
                    .all());
            assertThat(problems(world))
                    .singleElement()
                    .asString()
                    .startsWith("topic " + name + ": the end of partition " + partition
                            + " is before the committed offset of group " + group(world));
        }
    }

    /** Kafka forgets the offsets of a topic with the topic. */
    @Test
    void an_input_topic_that_was_made_anew_is_refused() throws Exception {
        try (TestProgram world = TestProgram.of(StateCheckIT.class, "anew", PARTITIONS)) {
            world.start();
            partition(world);
            world.stop();
            String name = world.topics().name(Topic.RESERVATION_REQUESTS);
            got(admin.deleteTopics(List.of(name)).all());
            await().until(() -> !admin.listTopics().names().get().contains(name));
            new TopicAdmin(admin, world.topics(), Broker.bootstrap()).create(PARTITIONS, OptionalInt.of(1));
            assertThat(problems(world)).singleElement().asString().contains(" although the changelogs hold its state");
        }
    }

    /** As a process leaves it that is killed before its first commit. */
    @Test
    void a_changelog_that_holds_an_aborted_transaction_alone_is_a_first_start() throws Exception {
        try (TestProgram world = TestProgram.of(StateCheckIT.class, "aborted", PARTITIONS)) {
            for (String changelog : world.topics().changelogs()) {
                got(admin.createTopics(List.of(new NewTopic(changelog, PARTITIONS, (short) 1)
                                .configs(Map.of(
                                        "cleanup.policy",
                                        "compact",
                                        "message.timestamp.after.max.ms",
                                        Long.toString(Long.MAX_VALUE)))))
                        .all());
            }
            String changelog =
                    world.topics().changelogs(Topic.RESERVATION_REQUESTS).get(0);
            transaction(changelog, false);
            assertThat(problems(world)).isEmpty();
            transaction(changelog, true);
            assertThat(problems(world)).singleElement().asString().contains(" for partition 1 is missing although ");
        }
    }

    private static void transaction(String topic, boolean committed) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", Broker.bootstrap(), "transactional.id", topic, "transaction.timeout.ms", 5_000);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(topic, 1, TestProgram.bytes("k"), TestProgram.bytes("v")));
            producer.flush();
            if (committed) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    /** The one partition in which a request was decided. */
    private static int partition(TestProgram world) {
        return world.ask(Topic.RESERVATION_REQUESTS, "1", DEFINE)
                .at("/source/partition")
                .asInt();
    }

    private static String group(TestProgram world) {
        return world.topics().applicationId();
    }

    private List<String> problems(TestProgram world) {
        return new ClusterCheck(admin, world.topics(), Broker.bootstrap(), Broker::reader)
                .verify().problems().stream().map(TopicProblem::toString).toList();
    }

    private static <T> void got(KafkaFuture<T> future) throws Exception {
        future.get(10, TimeUnit.SECONDS);
    }
}
