package io.slotkeeper.app.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.Topic;

/**
 * The topic in which Kafka keeps the committed offsets of groups, all of which a broker reads before a group can join:
 * kept so small that this takes a moment, whatever was committed before. Kafka compacts closed segments only, which by
 * default have 100 MB each, and keeps the markers of transactions, two or more a commit, for 24 hours.
 */
final class OffsetsTopic {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Map<String, String> SMALL = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.COMPRESSION_TYPE_CONFIG,
            "producer",
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(4 * 1024 * 1024),
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            Long.toString(Duration.ofMinutes(1).toMillis()));

    private OffsetsTopic() {}

    /** Creates it with one partition, or changes one that is there; returns when it is done. */
    static void keepSmall(String bootstrap) throws Exception {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            var topic = new NewTopic(Topic.GROUP_METADATA_TOPIC_NAME, 1, (short) 1).configs(SMALL);
            try {
                admin.createTopics(List.of(topic)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                change(admin);
            }
        }
    }

    private static void change(Admin admin) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, Topic.GROUP_METADATA_TOPIC_NAME);
        var changes = SMALL.entrySet().stream()
                .map(it -> new AlterConfigOp(new ConfigEntry(it.getKey(), it.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
