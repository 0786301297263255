package io.slotkeeper.oracle;

import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Random histories of one partition, as {@link OracleTest} has them, for who does something else with them. */
public final class Histories {

    /** Whose records they are. */
    public static final int PARTITION = LogProgram.PARTITION;

    private Histories() {}

    /** With deadlines, hostile records, repeats and steps of the broker's clock. */
    public static List<LogRecord> of(Topic input, RandomGenerator random) {
        return input == Topic.SELECTION_REQUESTS ? ConversationLog.of(random) : ReservationLog.of(random);
    }

    /** Whether the program gives what the oracle does, record by record. */
    public static void judge(List<LogRecord> history) {
        OracleTest.judge(history);
    }

    /** When they begin. */
    public static Instant begin(Topic input) {
        return input == Topic.SELECTION_REQUESTS ? ConversationLog.BEGIN : ReservationLog.BEGIN;
    }

    /** As a consumer gets it. */
    public static ConsumerRecord<byte[], byte[]> consumed(LogRecord record, long offset) {
        return OfflineProgram.consumed(record, offset);
    }

    /** A record that moves log time. */
    public static LogRecord tick(Topic input, Instant at) {
        return LogRecord.tick(input.logicalName(), at);
    }

    /** That they are made for: short times, so that everything ends within a history. */
    public static DecisionSettings settings() {
        return OfflineProgram.settings(RandomLog.SETTINGS);
    }
}
