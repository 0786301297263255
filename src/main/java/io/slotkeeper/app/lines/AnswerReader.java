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
 * Reads the answers to what one command sends: outcomes and refused records, by the place of the request in its topic.
 * Whoever makes one before the first request is sent misses none.
 */
final class AnswerReader implements AutoCloseable {

    /** A place in the topic that is sent to. */
    record Place(int partition, long offset) {}

    /** @param line the record's value in its JSON form */
    record Answer(String line, boolean refused) {}

    private static final List<Topic> TOPICS = List.of(Topic.REQUEST_OUTCOMES, Topic.REFUSED_RECORDS);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Config config;
    private final Topic sentTo;
    private final Map<Place, Answer> waiting = new HashMap<>();

    private AnswerReader(KafkaConsumer<byte[], byte[]> consumer, Config config, Topic sentTo) {
        this.consumer = consumer;
        this.config = config;
        this.sentTo = sentTo;
    }

    /** Stands at the end of the answers' topics when it returns. */
    static AnswerReader open(Config config, Topic sentTo) {
        KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(config.cluster());
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic ->
                        KafkaClients.partitions(consumer, config.topics().name(topic)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking alone does nothing before the next poll, which would be after the first request was sent.
        partitions.forEach(consumer::position);
        return new AnswerReader(consumer, config, sentTo);
    }

    /** Reads what has come in, for at most this long. */
    void poll(Duration wait) {
        for (ConsumerRecord<byte[], byte[]> answer : consumer.poll(wait)) {
            if (answer.value() != null) {
                OutputReader.tree(answer.value()).ifPresent(value -> keep(answer.topic(), value));
            }
        }
    }

    /** The answer to the request at this place, once. */
    Optional<Answer> take(Place place) {
        return Optional.ofNullable(waiting.remove(place));
    }

    /** Nothing is waited for: what others asked need not be kept. */
    void forget() {
        waiting.clear();
    }

    /** Another program's records may stand there too: whoever waits for an answer finds none in them. */
    private void keep(String topic, Json.Obj value) {
        Json.Obj source = value.object("source").orElse(value);
        Optional<Long> partition = source.integer("partition");
        Optional<Long> offset = source.integer("offset");
        if (partition.isPresent() && offset.isPresent() && isOfSentTo(source)) {
            boolean refused = topic.equals(config.topics().name(Topic.REFUSED_RECORDS))
                    || value.text("status").equals(Optional.of("refused"));
            waiting.put(new Place(partition.get().intValue(), offset.get()), new Answer(value.compact(), refused));
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
