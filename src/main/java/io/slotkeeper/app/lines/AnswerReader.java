package io.slotkeeper.app.lines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    private static final ObjectMapper JSON = new ObjectMapper();
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
                keep(answer);
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

    private void keep(ConsumerRecord<byte[], byte[]> answer) {
        boolean refusedRecord = answer.topic().equals(config.topics().name(Topic.REFUSED_RECORDS));
        try {
            String line = OutputReader.json(answer.value()).orElse("");
            JsonNode value = JSON.readTree(line);
            JsonNode source = value.path("source").isObject() ? value.path("source") : value;
            String topic = source.path("topic").asText();
            if (Stream.of(sentTo.logicalName(), config.topics().name(sentTo)).anyMatch(topic::equals)) {
                var place = new Place(
                        source.path("partition").asInt(-1),
                        source.path("offset").asLong(-1));
                boolean refused = refusedRecord || value.path("status").asText().equals("refused");
                waiting.put(place, new Answer(line, refused));
            }
        } catch (IOException e) {
            // Another program's record; whoever waits for an answer here is told that there was none.
            return;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
