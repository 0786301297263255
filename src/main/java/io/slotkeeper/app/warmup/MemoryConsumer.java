package io.slotkeeper.app.warmup;

import io.slotkeeper.process.OutputRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** Reads the outcomes of a log in memory as an edge reads those of a cluster. */
final class MemoryConsumer extends MockConsumer<byte[], byte[]> {

    private final TopicPartition from;
    private final BlockingQueue<ConsumerRecord<byte[], byte[]>> outcomes = new LinkedBlockingQueue<>();
    private boolean awake;

    /** @param topic of the outcomes for edges */
    MemoryConsumer(String topic) {
        super("latest");
        this.from = new TopicPartition(topic, MemoryLog.PARTITION);
    }

    void add(OutputRecord outcome) {
        outcomes.add(new ConsumerRecord<>(from.topic(), from.partition(), 0, outcome.key(), outcome.value()));
    }

    /** There is nothing before what will be added. */
    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {}

    @Override
    public long position(TopicPartition partition) {
        return 0;
    }

    /** Unlike the original it waits, or its reader would take a processor for itself. A wake-up waits for it, too. */
    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (awake) {
            throw new WakeupException();
        }
        List<ConsumerRecord<byte[], byte[]>> next = new ArrayList<>();
        try {
            ConsumerRecord<byte[], byte[]> first = outcomes.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                next.add(first);
                outcomes.drainTo(next);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return next.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(Map.of(from, next), Map.of());
    }

    @Override
    public synchronized void wakeup() {
        awake = true;
    }
}
