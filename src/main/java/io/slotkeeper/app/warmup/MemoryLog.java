package io.slotkeeper.app.warmup;

import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * The input topics, of one partition each, and their state, in memory: a record is decided as soon as it is appended, by
 * the code that decides those of a cluster. Thread-safe.
 */
final class MemoryLog {

    /** The only partition of each topic. */
    static final int PARTITION = 0;

    private final DecisionSettings settings;
    private final OutputFormat format;
    private final Map<Topic, OfflineLog> logs = new EnumMap<>(Topic.class);
    private Instant clock = Instant.EPOCH;
    private long offset;

    MemoryLog(DecisionSettings settings, OutputFormat format) {
        this.settings = new DecisionSettings(1, settings.conversations(), settings.reservations());
        this.format = format;
    }

    /** Forgets everything, and begins anew at this time. */
    synchronized void begin(Instant now) {
        Topic.inputs().forEach(input -> logs.put(input, OfflineLog.open(input, settings, format)));
        clock = now;
    }

    /** Lets time pass until the next record. */
    synchronized void pass(Duration time) {
        clock = clock.plus(time);
    }

    /** What came of a record. */
    record Appended(long offset, List<OutputRecord> outputs) {}

    /** Appends a record and decides it. Its topic is that of {@code input}, whatever it says. */
    synchronized Appended append(Topic input, ProducerRecord<byte[], byte[]> record) {
        offset++;
        var appended = new ConsumerRecord<>(
                record.topic(),
                PARTITION,
                offset,
                clock.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                record.key().length,
                record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
        OfflineLog log = logs.get(input);
        if (log == null) {
            throw new IllegalStateException("Expected a log that has begun");
        }
        return new Appended(offset, log.process(appended));
    }
}
