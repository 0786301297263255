package io.slotkeeper.app.warmup;

import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Writes to a log in memory what an edge writes to a cluster, and passes on the outcomes for edges. */
final class MemoryProducer extends MockProducer<byte[], byte[]> {

    private final MemoryLog log;
    private final TopicNames topics;
    private final Consumer<OutputRecord> outcomes;

    MemoryProducer(MemoryLog log, TopicNames topics, Consumer<OutputRecord> outcomes) {
        this.log = log;
        this.topics = topics;
        this.outcomes = outcomes;
    }

    /** Unlike the original it keeps nothing of what was sent. */
    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Topic input = Topic.inputs().stream()
                .filter(topic -> topics.name(topic).equals(record.topic()))
                .findFirst()
                .orElseThrow();
        MemoryLog.Appended appended = log.append(input, record);
        var written = new RecordMetadata(
                new TopicPartition(record.topic(), MemoryLog.PARTITION),
                appended.offset(),
                0,
                System.currentTimeMillis(),
                record.key().length,
                record.value().length);
        callback.onCompletion(written, null);
        appended.outputs().stream()
                .filter(output -> output.topic() == Topic.EDGE_OUTCOMES)
                .forEach(outcomes);
        return CompletableFuture.completedFuture(written);
    }
}
