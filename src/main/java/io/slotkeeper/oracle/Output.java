package io.slotkeeper.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record of an output topic: one that must come, or one that came.
 *
 * @param key empty where the topic has none
 * @param partition empty where whoever read the record can't tell
 * @param at its timestamp, which is log time
 * @param content the value's JSON, in order: objects are maps, lists are lists, whole numbers are {@code Long}, and the
 *     {@code event} of a conversation is its compact text; empty for a tombstone
 */
public record Output(
        ExpectedChannel channel,
        Optional<String> key,
        OptionalInt partition,
        Instant at,
        Optional<Map<String, Object>> content) {

    /** Where outputs go (docs/spec/topics.md): both kinds of snapshots are told apart by their input topic. */
    public enum ExpectedChannel {
        SNAPSHOTS,
        OUTCOMES,
        EDGE_OUTCOMES,
        REFUSED
    }

    /** Stands in what must come for a text of which the specification says only what it mentions. */
    public record Mention(String text) {}

    /** The specification leaves these to the program where an expected output has none. */
    private static final Set<String> UNSAID = Set.of("message", "description", "value_length", "value_sha256");

    public Output {
        // Values may be null, so Map.copyOf won't do.
        content = content.map(it -> Collections.unmodifiableMap(new LinkedHashMap<>(it)));
    }

    /** How what came differs from what must come, one line each; empty when it is what the specification says. */
    public static List<String> differences(List<Output> expected, List<Output> actual) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String where = "output " + i;
            if (i >= actual.size()) {
                found.add(where + " is missing: " + expected.get(i));
            } else if (i >= expected.size()) {
                found.add(where + " is too many: " + actual.get(i));
            } else {
                expected.get(i).compare(actual.get(i), where, found);
            }
        }
        return found;
    }

    private void compare(Output actual, String where, List<String> found) {
        compare(channel, actual.channel, where + " channel", found);
        compare(key, actual.key, where + " key", found);
        if (partition.isPresent() && actual.partition.isPresent()) {
            compare(partition, actual.partition, where + " partition", found);
        }
        compare(at, actual.at, where + " timestamp", found);
        String name = where + " " + key.orElse("");
        if (content.isPresent() && actual.content.isPresent()) {
            compare(content.get(), actual.content.get(), name, found);
        } else if (content.isPresent() || actual.content.isPresent()) {
            found.add(name + ": expected " + content + " but came " + actual.content);
        }
    }

    private static void compare(@Nullable Object expected, @Nullable Object actual, String path, List<String> found) {
        if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
            compareMaps(one, other, path, found);
        } else if (expected instanceof List<?> one && actual instanceof List<?> other && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                compare(one.get(i), other.get(i), path + "[" + i + "]", found);
            }
        } else if (!matches(expected, actual)) {
            found.add(path + ": expected " + expected + " but came " + actual);
        }
    }

    private static boolean matches(@Nullable Object expected, @Nullable Object actual) {
        return expected instanceof Mention mention
                ? actual instanceof String text && text.contains(mention.text())
                : Objects.equals(expected, actual);
    }

    private static void compareMaps(Map<?, ?> expected, Map<?, ?> actual, String path, List<String> found) {
        List<Object> names = new ArrayList<>(actual.keySet());
        names.removeIf(name -> !expected.containsKey(name) && UNSAID.contains(name));
        if (!names.equals(new ArrayList<>(expected.keySet()))) {
            found.add(path + ": expected the fields " + expected + " but came " + actual);
            return;
        }
        for (Object name : names) {
            compare(expected.get(name), actual.get(name), path + "." + name, found);
        }
    }
}
