package io.slotkeeper.app.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordedLogTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final DecisionSettings SETTINGS =
            new DecisionSettings(8, Config.Decisions.DEFAULT.conversations(), Config.Decisions.DEFAULT.reservations());

    /** A log that everything refuses, or that nothing of it reaches, would warm up nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void it_reaches_all_that_usually_happens(String format) {
        var log = new MemoryLog(SETTINGS, OutputFormat.named(format).orElseThrow());
        List<RecordedLog.TimedRequest> entries = RecordedLog.from(NOW.plus(Duration.ofDays(30)));
        for (int round = 0; round < 2; round++) {
            log.begin(NOW);
            assertThat(happened(log, entries))
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

    private static Set<String> happened(MemoryLog log, List<RecordedLog.TimedRequest> entries) {
        var all = new TreeSet<String>();
        for (RecordedLog.TimedRequest entry : entries) {
            log.pass(entry.after());
            log.append(entry.input(), entry.record()).outputs().forEach(output -> {
                if (output.value() != null) {
                    all.add(name(
                            output.topic(), OutputReader.tree(output.value()).orElseThrow()));
                }
            });
        }
        return all;
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
    @ValueSource(strings = {"avro", "json"})
    void both_machines_and_both_request_formats_are_in_it(String format) {
        var first = new ArrayList<Byte>();
        for (RecordedLog.TimedRequest entry : RecordedLog.from(NOW)) {
            first.add(entry.record().value()[0]);
        }
        byte beginning = format.equals("avro") ? (byte) 0xC3 : (byte) '{';
        assertThat(first).filteredOn(it -> it == beginning).hasSizeGreaterThan(first.size() / 4);
    }
}
