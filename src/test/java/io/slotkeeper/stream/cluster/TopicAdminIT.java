package io.slotkeeper.stream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.Broker;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TopicAdminIT {

    private final Admin admin = Broker.admin();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void creates_every_topic_and_finds_nothing_wrong() {
        TopicAdmin topics = admin("creates");
        TopicReport report = topics.create(3, OptionalInt.empty());
        assertThat(report).isEqualTo(new TopicReport(3, 1, List.of()));
        assertThat(topics.verify()).isEqualTo(report);
    }

    @Test
    void creates_again_without_harm() {
        TopicAdmin topics = admin("again");
        topics.create(3, OptionalInt.of(1));
        assertThat(topics.create(3, OptionalInt.of(1)).problems()).isEmpty();
    }

    @Test
    void creates_only_what_is_missing() throws Exception {
        TopicAdmin topics = admin("missing");
        topics.create(3, OptionalInt.of(1));
        String name = names("missing").name(Topic.EDGE_OUTCOMES);
        admin.deleteTopics(List.of(name)).all().get(10, TimeUnit.SECONDS);
        // The controller knows at once, the broker that is asked a moment later.
        await().until(() -> !admin.listTopics().names().get().contains(name));
        assertThat(topics.verify().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .isEqualTo("topic " + name + ": the topic is missing, expected there; to mend: "
                                + "./slotkeeper topics --create --bootstrap " + Broker.bootstrap() + " --prefix "
                                + names("missing").prefix() + " --partitions 3"));
        assertThat(topics.create(3, OptionalInt.of(1)).problems()).isEmpty();
    }

    @Test
    void names_every_topic_when_none_is_there() {
        assertThat(admin("none").verify().problems())
                .hasSize(Topic.values().length)
                .allSatisfy(problem -> assertThat(problem.mend()).contains("topics --create"));
    }

    @Test
    void names_a_topic_with_another_number_of_partitions() throws Exception {
        String name = names("partitions").name(Topic.REFUSED_RECORDS);
        create(name, 2, Topic.REFUSED_RECORDS.settings());
        TopicReport report = admin("partitions").create(3, OptionalInt.of(1));
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.topic()).isEqualTo(name);
            assertThat(problem.setting()).isEqualTo("the number of partitions");
            assertThat(problem.found()).isEqualTo("2");
            assertThat(problem.expected()).startsWith("3");
        });
        assertThat(admin("partitions").verify().problems()).isEqualTo(report.problems());
    }

    @Test
    void names_an_input_topic_whose_clients_could_move_time() throws Exception {
        admin("time").create(1, OptionalInt.of(1));
        String name = names("time").name(Topic.RESERVATION_REQUESTS);
        alter(name, "message.timestamp.type", "CreateTime");
        assertThat(admin("time").verify().problems())
                .singleElement()
                .isEqualTo(new TopicProblem(
                        name,
                        "message.timestamp.type",
                        "CreateTime",
                        "LogAppendTime",
                        "kafka-configs.sh --bootstrap-server " + Broker.bootstrap()
                                + " --alter --entity-type topics --entity-name " + name
                                + " --add-config message.timestamp.type=LogAppendTime"));
    }

    @Test
    void leaves_retention_and_larger_outputs_to_the_operator() throws Exception {
        admin("operator").create(1, OptionalInt.of(1));
        alter(names("operator").name(Topic.SELECTION_REQUESTS), "retention.ms", "86400000");
        alter(names("operator").name(Topic.REQUEST_OUTCOMES), "max.message.bytes", "16777216");
        assertThat(admin("operator").verify().problems()).isEmpty();
    }

    @Test
    void names_everything_that_is_wrong_at_once() throws Exception {
        var settings = new TreeMap<>(Topic.SELECTION_REQUESTS.settings());
        settings.put("compression.type", "producer");
        settings.put("cleanup.policy", "compact");
        create(names("all").name(Topic.SELECTION_REQUESTS), 1, settings);
        var found = new ArrayList<String>();
        admin("all").create(1, OptionalInt.of(1)).problems().forEach(problem -> found.add(problem.setting()));
        assertThat(found).containsExactly("cleanup.policy", "compression.type");
    }

    @Test
    void says_that_there_are_too_few_brokers_for_the_replication() {
        var hurried = new TopicAdmin(admin, names("brokers"), Broker.bootstrap(), Duration.ZERO);
        assertThatThrownBy(() -> hurried.create(1, OptionalInt.of(3)))
                .isInstanceOf(InvalidReplicationFactorException.class)
                .hasMessage("replication is 3, expected at most 1, as many as brokers are up");
    }

    @Test
    void names_in_sync_replicas_that_there_can_never_be() throws Exception {
        admin("in-sync").create(1, OptionalInt.of(1));
        alter(names("in-sync").name(Topic.REFUSED_RECORDS), "min.insync.replicas", "2");
        assertThat(admin("in-sync").verify().problems())
                .singleElement()
                .asString()
                .contains("min.insync.replicas is 2, expected 1 with replication 1");
    }

    private static TopicNames names(String testCase) {
        return Broker.topics(TopicAdminIT.class, testCase);
    }

    private TopicAdmin admin(String testCase) {
        return new TopicAdmin(admin, names(testCase), Broker.bootstrap());
    }

    private void create(String name, int partitions, Map<String, String> settings) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                .all()
                .get(10, TimeUnit.SECONDS);
    }

    private void alter(String name, String setting, String value) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get(10, TimeUnit.SECONDS);
        // The controller has it; the broker that is asked next learns of it by and by.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.describeConfigs(List.of(topic)).all().get().values().stream()
                        .anyMatch(config -> value.equals(config.get(setting).value())));
    }
}
