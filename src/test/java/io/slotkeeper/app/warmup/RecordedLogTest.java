package io.slotkeeper.app.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordedLogTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final DecisionSettings SETTINGS =
            new DecisionSettings(1, Config.Decisions.DEFAULT.conversations(), Config.Decisions.DEFAULT.reservations());

    private static final int PARTITION = 0;

    /** A log that everything refuses, or that nothing of it reaches, would warm up nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void each_part_reaches_all_that_usually_happens(String format) {
        var logs = new EnumMap<Topic, OfflineLog>(Topic.class);
        Topic.inputs()
                .forEach(input -> logs.put(
                        input,
                        OfflineLog.open(
                                input, SETTINGS, OutputFormat.named(format).orElseThrow())));
        for (int part = 0; part < 2; part++) {
            Instant now = NOW.plus(Duration.ofHours(part));
            var happened = new TreeSet<String>();
            List<RecordedLog.RecordedRequest> entries = RecordedLog.part(NOW.plus(Duration.ofDays(30)), part);
            entries.forEach(entry -> happened.addAll(happened(logs, entry, now)));
            // Whatever comes next, holds have expired by then.
            happened.addAll(happened(logs, entries.get(0), now.plus(Duration.ofMinutes(6))));
            assertThat(happened)
                    .containsExactlyInAnyOrder(
                            "outcome accepted",
                            "outcome repeated",
                            "outcome already_reserved",
                            "reservation held",
                            "reservation booked",
                            "reservation released",
                            "reservation expired",
                            "conversation in_progress",
                            "conversation complete",
                            "conversation cancelled");
        }
    }

    private long offset;

    private Set<String> happened(Map<Topic, OfflineLog> logs, RecordedLog.RecordedRequest entry, Instant now) {
        var record = new ConsumerRecord<>(
                entry.input().logicalName(),
                PARTITION,
                offset++,
                now.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                entry.key().length(),
                entry.value().length,
                entry.key().getBytes(StandardCharsets.US_ASCII),
                entry.value(),
                new RecordHeaders(),
                Optional.empty());
        return Objects.requireNonNull(logs.get(entry.input())).process(record).stream()
                .filter(output -> output.value() != null)
                .map(output -> name(
                        output.topic(),
                        OutputReader.tree(Objects.requireNonNull(output.value()))
                                .orElseThrow()))
                .collect(Collectors.toSet());
    }

    private static String name(Topic topic, Json.Obj value) {
        String status = value.text("status").orElse("");
        return switch (topic) {
            case RESERVATION_SNAPSHOTS -> "reservation " + status;
            case CONVERSATION_SNAPSHOTS -> "conversation " + status;
            default -> "outcome " + value.text("code").orElse(status);
        };
    }

    @ParameterizedTest
    @ValueSource(bytes = {(byte) 0xC3, '{'})
    void both_request_formats_are_in_it(byte beginning) {
        List<RecordedLog.RecordedRequest> entries = RecordedLog.part(NOW, 0);
        assertThat(entries).filteredOn(entry -> entry.value()[0] == beginning).hasSizeGreaterThan(entries.size() / 4);
    }
}
