package io.slotkeeper.audit;

import io.slotkeeper.audit.Finding.Coordinates;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Whether a transaction was left open on an output. While the application runs there is always one, and its end comes to
 * each partition by itself: an input's offset can be committed a moment before the outputs that belong to it can be read. So
 * this waits until all that was appended when it looked first is committed or aborted, which is soon, unless nobody ends it.
 */
final class OpenTransactionsCheck {

    private static final Duration LOOK = Duration.ofMillis(50);

    /** A killed instance's transaction times out after 5 s and ends at the broker's next clean-up, 10 s apart. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Admin admin;
    private final Map<TopicPartition, Coordinates> outputs = new HashMap<>();
    private final Duration patience;
    private final BooleanSupplier stopped;

    /**
     * @param patience for so long a transaction may be open
     * @param stopped whether to wait no longer
     */
    OpenTransactionsCheck(Admin admin, TopicNames topics, int partitions, Duration patience, BooleanSupplier stopped) {
        this.admin = admin;
        this.patience = patience;
        this.stopped = stopped;
        Stream.of(Topic.values())
                .filter(topic -> topic.role() == Topic.Role.OUTPUT)
                .forEach(topic -> IntStream.range(0, partitions)
                        .forEach(partition -> outputs.put(
                                new TopicPartition(topics.name(topic), partition),
                                new Coordinates(topic, partition, Optional.empty()))));
    }

    /**
     * Waits, and counts the partitions that end in a transaction still.
     *
     * @throws KafkaException when the cluster doesn't answer
     */
    void await(Tally tally) {
        Map<TopicPartition, Long> open = ends(IsolationLevel.READ_UNCOMMITTED);
        long deadline = System.nanoTime() + patience.toNanos();
        removeDecided(open);
        while (!open.isEmpty() && System.nanoTime() < deadline && !stopped.getAsBoolean()) {
            LockSupport.parkNanos(LOOK.toNanos());
            removeDecided(open);
        }
        tally.judged(Judged.TRANSACTIONS, outputs.size());
        open.forEach((partition, end) -> {
            Coordinates place = outputs.get(partition);
            if (place != null) {
                tally.fault(Judged.TRANSACTIONS, place, Optional.empty(), Optional.empty());
            }
        });
    }

    private void removeDecided(Map<TopicPartition, Long> open) {
        Map<TopicPartition, Long> stable = ends(IsolationLevel.READ_COMMITTED);
        open.entrySet().removeIf(end -> stable.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private Map<TopicPartition, Long> ends(IsolationLevel isolation) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        outputs.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        try {
            var ends = new HashMap<TopicPartition, Long>();
            admin.listOffsets(wanted, new ListOffsetsOptions(isolation))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
