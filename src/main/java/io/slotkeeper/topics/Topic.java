package io.slotkeeper.topics;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of docs/spec/topics.md#topics: logical names, roles, and the settings that they are created with. {@link
 * TopicNames} gives their names on a cluster.
 */
public enum Topic {
    SELECTION_REQUESTS("selection-requests", Role.INPUT, Settings.INPUT),
    RESERVATION_REQUESTS("reservation-requests", Role.INPUT, Settings.INPUT),
    CONVERSATION_SNAPSHOTS("conversation-snapshots", Role.OUTPUT, Settings.SNAPSHOTS),
    RESERVATION_SNAPSHOTS("reservation-snapshots", Role.OUTPUT, Settings.SNAPSHOTS),
    REQUEST_OUTCOMES("request-outcomes", Role.OUTPUT, Settings.WEEK),
    EDGE_OUTCOMES("edge-outcomes", Role.OUTPUT, Settings.HOUR),
    REFUSED_RECORDS("refused-records", Role.OUTPUT, Settings.WEEK);

    /** Whether the program decides the requests of a topic or writes its decisions to it. */
    public enum Role {
        INPUT,
        OUTPUT
    }

    /**
     * Largest batch that an input topic accepts, in bytes. The limit of a single record, 64 KiB, is checked by the
     * program.
     */
    public static final int INPUT_BATCH_BYTES = 1024 * 1024;

    /**
     * Largest batch that an output or changelog topic accepts, in bytes: twice the largest request of the program's own
     * producer (4 MiB), so that the producer's limit is always reached first, before anything is sent.
     */
    public static final int OUTPUT_BATCH_BYTES = 8 * 1024 * 1024;

    private static final List<Topic> INPUTS =
            Stream.of(values()).filter(t -> t.role == Role.INPUT).collect(Collectors.toUnmodifiableList());

    private final String logicalName;
    private final Role role;

    @SuppressWarnings("ImmutableEnumChecker") // Settings.sorted makes it unmodifiable
    private final Map<String, String> settings;

    Topic(String logicalName, Role role, Map<String, String> settings) {
        this.logicalName = logicalName;
        this.role = role;
        this.settings = settings;
    }

    /** Name without a prefix. */
    public String logicalName() {
        return logicalName;
    }

    public Role role() {
        return role;
    }

    /**
     * The snapshot topic of an input topic.
     *
     * @throws IllegalArgumentException if this is not an input topic
     */
    public Topic snapshots() {
        return switch (this) {
            case SELECTION_REQUESTS -> CONVERSATION_SNAPSHOTS;
            case RESERVATION_REQUESTS -> RESERVATION_SNAPSHOTS;
            default -> throw new IllegalArgumentException("Expected an input but got " + this);
        };
    }

    /** Whether the topic is compacted: the last record of each key is the current state. */
    public boolean isSnapshots() {
        return this == CONVERSATION_SNAPSHOTS || this == RESERVATION_SNAPSHOTS;
    }

    /** Settings that the topic is created with, except replication; sorted by name. */
    public Map<String, String> settings() {
        return settings;
    }

    /**
     * Settings without which the program would decide or answer wrongly, sorted by name. The others (retention) are the
     * operator's choice.
     */
    public Map<String, String> requiredSettings() {
        var required = new TreeMap<>(settings);
        required.keySet().removeAll(List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG));
        return required;
    }

    public static Optional<Topic> byLogicalName(String name) {
        return Arrays.stream(values()).filter(t -> t.logicalName.equals(name)).findFirst();
    }

    /** The inputs, in the order in which they are listed here. */
    public static List<Topic> inputs() {
        return INPUTS;
    }

    private static final class Settings {
        private static final String UNLIMITED = "-1";

        /**
         * LogAppendTime: clients can't move time. Uncompressed: a compressed record of 10 kB can unpack to 300 MB and
         * would kill a consumer before the program's own code runs, so the broker refuses it. Retention is the replay
         * horizon.
         */
        private static final Map<String, String> INPUT = sorted(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                UNLIMITED,
                TopicConfig.RETENTION_BYTES_CONFIG,
                UNLIMITED,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                "uncompressed",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(INPUT_BATCH_BYTES)));

        private static final Map<String, String> SNAPSHOTS =
                output(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));

        private static final Map<String, String> WEEK = kept("604800000");
        private static final Map<String, String> HOUR = kept("3600000");

        private static Map<String, String> kept(String milliseconds) {
            return output(Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.RETENTION_MS_CONFIG,
                    milliseconds));
        }

        /**
         * Outputs carry log time as their timestamp (CreateTime), at any distance from the broker's clock: by default a
         * broker refuses timestamps more than an hour ahead of its clock, so a clock that jumped ahead and came back
         * would stop the program's producer for good.
         */
        private static Map<String, String> output(Map<String, String> own) {
            var all = new TreeMap<>(own);
            all.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
            all.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
            all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(OUTPUT_BATCH_BYTES));
            return sorted(all);
        }

        private static Map<String, String> sorted(Map<String, String> settings) {
            return Collections.unmodifiableMap(new TreeMap<>(settings));
        }
    }
}
