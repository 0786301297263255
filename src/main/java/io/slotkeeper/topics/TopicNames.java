package io.slotkeeper.topics;

import io.slotkeeper.store.StoreNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of the topics on a cluster.
 *
 * @param prefix stands before every topic's logical name
 * @param inputPrefix stands before the input topics instead; the same as {@code prefix} unless a log is processed again
 *     into new outputs
 */
public record TopicNames(String prefix, String inputPrefix) {

    /** What names begin with when nothing else is configured. */
    public static final String DEFAULT_PREFIX = "slotkeeper.";

    /** What a prefix looks like. */
    public static final String EXPECTED_PREFIX =
            "1 to 128 letters, digits, '.', '_' or '-' that begin with a letter or digit";

    /** Kafka's limit is 249 for a whole name; internal topics are the longest and need room for the store's name. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException when a prefix can't begin a topic's name */
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

    /** The topic of this name on the cluster; empty when it isn't one of ours. */
    public Optional<Topic> byName(String name) {
        return Arrays.stream(Topic.values()).filter(t -> name(t).equals(name)).findFirst();
    }

    /**
     * The application id that goes with the prefix: the consumer group and the beginning of every internal topic's and
     * transactional id's name.
     */
    public String applicationId() {
        return prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** The internal topics that hold the state made from an input topic, partition by partition. */
    public List<String> changelogs(Topic input) {
        List<String> stores =
                input == Topic.SELECTION_REQUESTS ? StoreNames.OF_CONVERSATIONS : StoreNames.OF_RESERVATIONS;
        return stores.stream()
                .map(store -> applicationId() + "-" + store + "-changelog")
                .toList();
    }

    /** All internal topics. */
    public List<String> changelogs() {
        return Topic.inputs().stream()
                .flatMap(input -> changelogs(input).stream())
                .toList();
    }
}
