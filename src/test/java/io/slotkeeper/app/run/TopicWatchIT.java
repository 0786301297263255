package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.stream.cluster.ClusterCheck;
import io.slotkeeper.stream.cluster.OpenTransactions;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

final class TopicWatchIT {

    private static final TopicNames TOPICS = Broker.topics(TopicWatchIT.class, "watch");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void is_unready_while_an_input_topic_does_not_append_log_time() throws Exception {
        try (Admin admin = Broker.admin()) {
            var topics = new TopicAdmin(admin, TOPICS, Broker.bootstrap());
            topics.create(1, OptionalInt.of(1));
            var check = new ClusterCheck(admin, TOPICS, Broker.bootstrap(), Broker::reader);
            var transactions = new OpenTransactions(admin, TOPICS, 1, registry, OpenTransactions.LONG);
            try (var watch = TopicWatch.start(check, transactions, registry, Duration.ofMillis(50))) {
                assertThat(watch.unready()).isEmpty();
                timestamps(admin, "CreateTime");
                await().until(() -> watch.unready().isPresent());
                assertThat(registry.get("slotkeeper.topic.problems").gauge().value())
                        .isEqualTo(1);
                timestamps(admin, "LogAppendTime");
                await().until(() -> watch.unready().isEmpty());
                assertThat(registry.get("slotkeeper.topic.problems").gauge().value())
                        .isZero();
            }
        }
    }

    private static void timestamps(Admin admin, String type) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPICS.name(Topic.SELECTION_REQUESTS));
        var change = new AlterConfigOp(new ConfigEntry("message.timestamp.type", type), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get(10, TimeUnit.SECONDS);
    }
}
