package io.slotkeeper.topics;

import io.slotkeeper.store.StoreNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the topics on a cluster.
 *
 * @param prefix of the names of all topics
 * @param inputPrefix of the input topics instead; differs from {@code prefix} only if a log is processed again into new
 *     outputs
 */
public record TopicNames(String prefix, String inputPrefix) {

    /** The prefix, unless another one is configured. */
    public static final String DEFAULT_PREFIX = "slotkeeper.";

    /** Description of a valid prefix, for error messages. */
    public static final String EXPECTED_PREFIX =
            "1 to 128 letters, digits, '.', '_' or '-' that begin with a letter or digit";

    /**
     * Kafka allows 249 characters for a whole name; the names of internal topics are the longest and include that of
     * the store.
     */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException if a prefix is invalid */
    public TopicNames {
        check(prefix);
        check(inputPrefix);
    }

    public static TopicNames withPrefix(String prefix) {
        return new TopicNames(prefix, prefix);
    }

    private static void check(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix is '" + prefix + "', expected " + EXPECTED_PREFIX);
        }
    }

    public String name(Topic topic) {
        return (topic.role() == Topic.Role.INPUT ? inputPrefix : prefix) + topic.logicalName();
    }

    /** The topic with this name on the cluster; empty if it is none of the program's. */
    public Optional<Topic> byName(String name) {
        return Arrays.stream(Topic.values()).filter(t -> name(t).equals(name)).findFirst();
    }

    /**
     * The application id that belongs to the prefix: the consumer group, and the beginning of the names of internal
     * topics and transactional ids.
     */
    public String applicationId() {
        return prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** Names of the internal topics that hold the state made from an input topic. */
    public List<String> changelogs(Topic input) {
        List<String> stores =
                input == Topic.SELECTION_REQUESTS ? StoreNames.OF_CONVERSATIONS : StoreNames.OF_RESERVATIONS;
        return stores.stream()
                .map(store -> applicationId() + "-" + store + "-changelog")
                .toList();
    }

    /** Names of all internal topics. */
    public List<String> changelogs() {
        return Topic.inputs().stream()
                .flatMap(input -> changelogs(input).stream())
                .toList();
    }
}
