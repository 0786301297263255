package io.slotkeeper.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.TestProgram.Seen;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** A downstream: reads everything that is committed to the output topics of an application, from their beginning. */
final class CommittedOutputs implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TopicNames topics;
    private final int partitions;
    private final Consumer<byte[], byte[]> consumer = Broker.reader();
    private final List<Seen> seen = new ArrayList<>();

    CommittedOutputs(TopicNames topics, int partitions) {
        this.topics = topics;
        this.partitions = partitions;
        List<TopicPartition> outputs = Stream.of(Topic.values())
                .filter(topic -> topic.role() == Topic.Role.OUTPUT)
                .flatMap(topic -> partitionsOf(topic).stream())
                .toList();
        consumer.assign(outputs);
        consumer.seekToBeginning(outputs);
    }

    private List<TopicPartition> partitionsOf(Topic topic) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topics.name(topic), partition))
                .toList();
    }

    private int poll() {
        int before = seen.size();
        consumer.poll(Duration.ofMillis(20))
                .forEach(record ->
                        seen.add(new Seen(topics.byName(record.topic()).orElseThrow(), record)));
        return seen.size() - before;
    }

    /** Everything that was read so far, after one more look; for while more comes in. */
    List<Seen> look() {
        poll();
        return Collections.unmodifiableList(seen);
    }

    /** Everything so far, read once more until there is nothing new. */
    List<Seen> all() {
        int more = poll();
        while (more > 0) {
            more = poll();
        }
        return List.copyOf(seen);
    }

    Seen awaitOne(String what, Predicate<Seen> test) {
        await().alias(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    poll();
                    return seen.stream().anyMatch(test);
                });
        return seen.stream().filter(test).findFirst().orElseThrow();
    }

    /** What a topic has for a record of an input. */
    JsonNode awaitAnswer(Topic topic, RecordMetadata request) {
        return awaitOne("what " + topic + " says of " + request, it -> it.topic() == topic && isAnswer(it, request))
                .value();
    }

    /** Whether it is an outcome or a refused record of this very request. */
    boolean isAnswer(Seen it, RecordMetadata request) {
        if (it.isTombstone() || it.topic().isSnapshots()) {
            return false;
        }
        JsonNode source =
                it.topic() == Topic.REFUSED_RECORDS ? it.value() : it.value().get("source");
        return topics.byName(request.topic())
                        .map(Topic::logicalName)
                        .filter(source.get("topic").textValue()::equals)
                        .isPresent()
                && source.get("partition").intValue() == request.partition()
                && source.get("offset").longValue() == request.offset();
    }

    /** Everything that a topic, an input or an output, holds and that is committed, by partition and offset. */
    List<ConsumerRecord<byte[], byte[]>> log(Topic topic) {
        List<TopicPartition> wanted = partitionsOf(topic);
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        try (var reader = Broker.reader()) {
            reader.assign(wanted);
            reader.seekToBeginning(wanted);
            Map<TopicPartition, Long> ends = reader.endOffsets(wanted);
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        reader.poll(Duration.ofMillis(20)).forEach(log::add);
                        return ends.entrySet().stream()
                                .allMatch(end -> reader.position(end.getKey()) >= end.getValue());
                    });
        }
        log.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return log;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
