package io.slotkeeper.app.lines;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the answers to the requests of one command, outcomes and refused records, and finds them by the coordinates of
 * the request. Opened before the first request is sent, it misses none.
 */
final class AnswerReader implements AutoCloseable {

    /** Coordinates of a request in the topic to which it was sent. */
    record RequestPosition(int partition, long offset) {}

    /**
     * An outcome or refused record.
     *
     * @param line its value in its JSON form
     */
    record RequestAnswer(String line, boolean refused) {}

    private static final List<Topic> TOPICS = List.of(Topic.REQUEST_OUTCOMES, Topic.REFUSED_RECORDS);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Config config;
    private final Topic sentTo;
    private final Map<RequestPosition, RequestAnswer> untaken = new HashMap<>();

    private AnswerReader(KafkaConsumer<byte[], byte[]> consumer, Config config, Topic sentTo) {
        this.consumer = consumer;
        this.config = config;
        this.sentTo = sentTo;
    }

    /** Starts to read at the current end of the topics. */
    static AnswerReader open(Config config, Topic sentTo) {
        KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(config.cluster());
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic ->
                        KafkaClients.partitions(consumer, config.topics().name(topic)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: without this it would happen in the next poll, after the first request was sent.
        partitions.forEach(consumer::position);
        return new AnswerReader(consumer, config, sentTo);
    }

    /** Reads the records that have arrived; waits at most this long for some. */
    void poll(Duration wait) {
        for (ConsumerRecord<byte[], byte[]> answer : consumer.poll(wait)) {
            if (answer.value() != null) {
                OutputReader.tree(answer.value()).ifPresent(value -> keep(answer.topic(), value));
            }
        }
    }

    /** Removes and returns the answer to the request with these coordinates. */
    Optional<RequestAnswer> take(RequestPosition place) {
        return Optional.ofNullable(untaken.remove(place));
    }

    /** Drops the remaining answers, which belong to requests of other clients. */
    void forget() {
        untaken.clear();
    }

    /** A record of another program may not name a request; it is then ignored. */
    private void keep(String topic, Json.Obj value) {
        Json.Obj source = value.object("source").orElse(value);
        Optional<Long> partition = source.integer("partition");
        Optional<Long> offset = source.integer("offset");
        if (partition.isPresent() && offset.isPresent() && isOfSentTo(source)) {
            boolean refused = topic.equals(config.topics().name(Topic.REFUSED_RECORDS))
                    || value.text("status").equals(Optional.of("refused"));
            untaken.put(
                    new RequestPosition(partition.get().intValue(), offset.get()),
                    new RequestAnswer(value.compact(), refused));
        }
    }

    private boolean isOfSentTo(Json.Obj source) {
        return source.text("topic")
                .filter(topic -> topic.equals(sentTo.logicalName())
                        || topic.equals(config.topics().name(sentTo)))
                .isPresent();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
