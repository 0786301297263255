package io.slotkeeper.app.bench.lab;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What was written to the topics up to some moment. It counts what was appended, whatever was deleted or compacted
 * meanwhile.
 */
public record TopicCounters(Map<String, Written> topics) {

    /** Of one topic. */
    public record Written(long bytes, long records) {}

    /** What was written since an earlier moment. */
    public TopicCounters since(TopicCounters earlier) {
        var difference = new TreeMap<String, Written>();
        topics.forEach((name, now) -> {
            Written before = earlier.topics().getOrDefault(name, new Written(0, 0));
            difference.put(name, new Written(now.bytes() - before.bytes(), now.records() - before.records()));
        });
        return new TopicCounters(difference);
    }

    public long bytes(Predicate<String> topic) {
        return topics.entrySet().stream()
                .filter(it -> topic.test(it.getKey()))
                .mapToLong(it -> it.getValue().bytes())
                .sum();
    }

    public long records(Predicate<String> topic) {
        return topics.entrySet().stream()
                .filter(it -> topic.test(it.getKey()))
                .mapToLong(it -> it.getValue().records())
                .sum();
    }
}
