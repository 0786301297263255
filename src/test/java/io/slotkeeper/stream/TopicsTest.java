package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicsTest {

    @Test
    void puts_the_prefix_before_every_name() {
        TopicNames topics = TopicNames.withPrefix("slotkeeper.");
        assertThat(topics.name(Topic.SELECTION_REQUESTS)).isEqualTo("slotkeeper.selection-requests");
        assertThat(topics.name(Topic.REFUSED_RECORDS)).isEqualTo("slotkeeper.refused-records");
    }

    @Test
    void puts_the_input_prefix_before_inputs_only() {
        TopicNames topics = new TopicNames("new.", "old.");
        assertThat(topics.name(Topic.RESERVATION_REQUESTS)).isEqualTo("old.reservation-requests");
        assertThat(topics.name(Topic.RESERVATION_SNAPSHOTS)).isEqualTo("new.reservation-snapshots");
        assertThat(topics.byName("old.reservation-requests")).contains(Topic.RESERVATION_REQUESTS);
        assertThat(topics.byName("new.reservation-requests")).isEmpty();
    }

    @Test
    void names_the_application_after_the_prefix() {
        assertThat(TopicNames.withPrefix("a.b.").applicationId()).isEqualTo("a.b");
        assertThat(TopicNames.withPrefix("a-").applicationId()).isEqualTo("a-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a b", "a/", "ä.", "-a"})
    void refuses_a_prefix_that_no_topic_can_have(String prefix) {
        assertThatThrownBy(() -> TopicNames.withPrefix(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_REQUESTS")
    void hides_nothing_from_the_broker_on_inputs(Topic input) {
        assertThat(input.role()).isEqualTo(Topic.Role.INPUT);
        assertThat(input.requiredSettings())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete",
                        "compression.type", "uncompressed",
                        "max.message.bytes", "1048576",
                        "message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void compacts_snapshots_and_forgets_outcomes() {
        assertThat(Topic.CONVERSATION_SNAPSHOTS.settings()).containsEntry("cleanup.policy", "compact");
        assertThat(Topic.RESERVATION_SNAPSHOTS.settings()).containsEntry("cleanup.policy", "compact");
        assertThat(Topic.REQUEST_OUTCOMES.settings()).containsEntry("retention.ms", "604800000");
        assertThat(Topic.EDGE_OUTCOMES.settings()).containsEntry("retention.ms", "3600000");
        assertThat(Topic.REFUSED_RECORDS.settings()).containsEntry("retention.ms", "604800000");
    }

    @Test
    void streams_accepts_its_settings_and_their_overrides() {
        var settings = StreamsSettings.of("a", "h:1", Path.of("s"), 2, Map.of("commit.interval.ms", "20"));
        var config = new StreamsConfig(settings);
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(20);
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "processing.guarantee",
                "producer.acks",
                "main.consumer.isolation.level",
                "topic.cleanup.policy",
                "bootstrap.servers",
                "default.timestamp.extractor"
            })
    void refuses_protected_settings_by_name(String name) {
        assertThatThrownBy(() -> StreamsSettings.of("a", "h:1", Path.of("s"), 2, Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("kafka." + name + " can't be set, ");
    }
}
