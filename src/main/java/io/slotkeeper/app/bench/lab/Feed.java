package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.console.CommandFailure;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes backlogs, as fast as the broker takes them. */
final class Feed implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    Feed(String bootstrap) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "acks",
                        "all",
                        "linger.ms",
                        20,
                        "batch.size",
                        128 * 1024,
                        "delivery.timeout.ms",
                        120_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Returns when the broker has them all. */
    void send(RequestSource source, String topic, long from, long count) {
        var failure = new AtomicReference<@Nullable Exception>();
        for (long number = from; number < from + count && failure.get() == null; number++) {
            var unused = producer.send(source.request(topic, number), (written, problem) -> {
                if (problem != null) {
                    failure.compareAndSet(null, problem);
                }
            });
        }
        producer.flush();
        Exception problem = failure.get();
        if (problem != null) {
            throw new CommandFailure("a backlog can't be written to " + topic + ": " + problem.getMessage(), problem);
        }
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ZERO);
    }
}
