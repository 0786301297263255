package io.slotkeeper.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Kafka clients for Streams that say when a stream thread polls: the sign of life of a thread that has nothing to do,
 * for which a punctuation would cost a transaction, and how far it is behind its input. And such a thread polls with more patience: Streams commits between
 * polls only, so after records {@code poll.ms} has to be short; otherwise a record ends the poll as soon as it comes.
 */
public final class ObservedClients extends PlainClients {

    /** Longer than it takes until all that was processed is committed. */
    private static final Duration IDLE_AFTER = Duration.ofMillis(200);

    /** A look for deadlines comes so much later at most. */
    private static final Duration PATIENCE = Duration.ofMillis(25);

    private final Runnable polled;

    /** @param polled called by each stream thread after each poll; returns at once */
    public ObservedClients(Runnable polled) {
        this.polled = polled;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new ObservedConsumer(config);
    }

    private final class ObservedConsumer extends PacedConsumer {

        private long lastRecords = System.nanoTime();

        ObservedConsumer(Map<String, Object> config) {
            super(config);
        }

        @Override
        Duration patience(Duration timeout, Duration untilCommit) {
            boolean idle = System.nanoTime() - lastRecords > IDLE_AFTER.toNanos();
            return idle && !timeout.isZero() ? PATIENCE : untilCommit;
        }

        @Override
        ConsumerRecords<byte[], byte[]> received(ConsumerRecords<byte[], byte[]> records) {
            if (!records.isEmpty()) {
                lastRecords = System.nanoTime();
            }
            polled.run();
            return records;
        }
    }
}
