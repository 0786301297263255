package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.Lab;
import io.slotkeeper.app.bench.lab.RequestSource;
import io.slotkeeper.app.bench.lab.ResultReader;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.topics.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends requests to a topic at a rate, whatever becomes of them, and measures how long each takes from the moment at
 * which it should have been sent until its outcome can be read by a consumer of committed records. Outcomes of a
 * partition come in the order of its requests, so none has to be read to know whose it is.
 */
public final class PacedRequests implements AutoCloseable {

    /** For outcomes after the last request was sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @param nanos of each, in the order in which the outcomes came */
    public record Answers(long[] nanos, boolean[] accepted) {}

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final ResultReader results;

    /** @param results of a reader that nobody else uses meanwhile */
    public PacedRequests(String bootstrap, String topic, ResultReader results) {
        this.topic = topic;
        this.results = results;
        // Whoever waits for an answer sends at once.
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Sends for some time and waits for all outcomes.
     *
     * @param from number of the first request
     * @throws CommandFailure if outcomes don't come
     */
    public Answers run(RequestSource source, long from, int perSecond, Duration time) throws InterruptedException {
        int count = Math.toIntExact(perSecond * time.toMillis() / 1_000);
        List<Queue<Long>> due = IntStream.range(0, Lab.PARTITIONS)
                .mapToObj(partition -> (Queue<Long>) new ConcurrentLinkedQueue<Long>())
                .toList();
        var sender = new Thread(() -> send(source, from, count, 1e9 / perSecond, due), "paced-requests");
        sender.setDaemon(true);
        sender.start();
        try {
            return read(count, due, System.nanoTime() + time.plus(PATIENCE).toNanos());
        } finally {
            sender.interrupt();
            sender.join();
        }
    }

    private void send(RequestSource source, long from, int count, double between, List<Queue<Long>> due) {
        long start = System.nanoTime();
        for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
            long now = start + (long) (i * between);
            ProducerRecord<byte[], byte[]> request = source.request(topic, from + i);
            String key = new String(request.key(), StandardCharsets.US_ASCII);
            waitUntil(now);
            due.get(KeyPartition.of(key, Lab.PARTITIONS)).add(now);
            var unused = producer.send(request);
        }
    }

    private Answers read(int count, List<Queue<Long>> due, long deadline) throws InterruptedException {
        var nanos = new long[count];
        var accepted = new boolean[count];
        int[] read = {0};
        while (read[0] < count) {
            results.poll(outcome -> {
                Long sent = due.get(outcome.partition()).poll();
                if (sent != null && read[0] < count) {
                    accepted[read[0]] = ResultReader.isAccepted(outcome);
                    nanos[read[0]++] = System.nanoTime() - sent;
                }
            });
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure((count - read[0]) + " of " + count + " requests had no outcome within "
                        + PATIENCE.toSeconds() + " s after the last");
            }
        }
        return new Answers(nanos, accepted);
    }

    static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
