package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.audit.CommittedOutput;
import io.slotkeeper.audit.OutputContent;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The program without Streams: its own way of a record, from bytes to bytes. */
final class OfflineProgram implements LogProgram {

    private final DecisionSettings settings;
    private final OutputFormat format;
    private final Map<Topic, OfflineLog> logs = new EnumMap<>(Topic.class);
    private final Map<Topic, Long> offsets = new EnumMap<>(Topic.class);

    OfflineProgram(OracleSettings settings, OutputFormat format) {
        this.format = format;
        this.settings = settings(settings);
    }

    static DecisionSettings settings(OracleSettings settings) {
        return new DecisionSettings(
                settings.partitions(),
                new ConversationSettings(settings.conversationRetention(), settings.maxParticipants()),
                new ReservationSettings(
                        settings.defaultHold(),
                        settings.maxHold(),
                        settings.maxTotalHold(),
                        settings.mostHeld().orElse(DecisionSetting.UNLIMITED),
                        settings.mostExtensions().orElse(DecisionSetting.UNLIMITED),
                        settings.mostHeldByAnonymous().orElse(DecisionSetting.UNLIMITED),
                        settings.anonymousTotalHold(),
                        settings.closedRetention(),
                        settings.bookingRetention(),
                        settings.mostInPartition(),
                        settings.strictHolds()));
    }

    /** What the next record emits, as it stands on the topics. */
    List<OutputRecord> emit(LogRecord record, long offset) {
        Topic topic = Topic.byLogicalName(record.topic()).orElseThrow();
        return logs.computeIfAbsent(topic, it -> OfflineLog.open(it, settings, format))
                .process(consumed(record, offset));
    }

    static ConsumerRecord<byte[], byte[]> consumed(LogRecord record, long offset) {
        var headers = new RecordHeaders();
        record.replyPartition()
                .ifPresent(it -> headers.add(
                        "slotkeeper-reply-partition", Integer.toString(it).getBytes(UTF_8)));
        return new ConsumerRecord<>(
                record.topic(),
                PARTITION,
                offset,
                record.at().toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                record.keyBytes(),
                record.valueBytes(),
                headers,
                Optional.empty());
    }

    @Override
    public List<Output> process(LogRecord record) {
        Topic topic = Topic.byLogicalName(record.topic()).orElseThrow();
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        return emit(record, offset).stream().map(OfflineProgram::output).toList();
    }

    static Output output(OutputRecord emitted) {
        return new Output(
                CommittedOutput.channel(emitted.topic()),
                Optional.ofNullable(emitted.key()).map(key -> new String(key, UTF_8)),
                OptionalInt.of(emitted.partition()),
                emitted.timestamp(),
                Optional.ofNullable(emitted.value())
                        .map(value -> OutputContent.of(OutputReader.tree(value).orElseThrow())));
    }
}
