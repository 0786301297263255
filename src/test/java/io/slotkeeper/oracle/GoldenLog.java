package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.testing.BothFormats;
import io.slotkeeper.wire.OutputFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Logs as text, each record with what it emits behind it:
 *
 * <pre>
 * = a log of its own begins
 * > {"topic":…,"at":…,"key":…,"text":…,"reply":…}
 * < topic partition key time (the JSON form, or nothing for a tombstone) (the beginning of the Avro form's SHA-256)
 * </pre>
 */
final class GoldenLog {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEGIN = "=";
    private static final String IN = "> ";
    private static final String OUT = "< ";
    private static final int DIGEST_CHARACTERS = 16;

    private GoldenLog() {}

    /** The records of a recorded text, without what they emitted. */
    static List<List<LogRecord>> records(List<String> lines) {
        List<List<LogRecord>> logs = new ArrayList<>();
        for (String line : lines) {
            if (line.equals(BEGIN)) {
                logs.add(new ArrayList<>());
            } else if (line.startsWith(IN)) {
                logs.get(logs.size() - 1).add(record(line.substring(IN.length())));
            }
        }
        return logs;
    }

    /** The text of logs with what the program makes of them now. */
    static List<String> text(List<List<LogRecord>> logs) {
        List<String> lines = new ArrayList<>();
        for (List<LogRecord> log : logs) {
            lines.add(BEGIN);
            // JSON that keeps to its schema, and an Avro form that says the same.
            var json = new OfflineProgram(RandomLog.SETTINGS, new BothFormats());
            var avro = new OfflineProgram(RandomLog.SETTINGS, OutputFormat.AVRO);
            for (int offset = 0; offset < log.size(); offset++) {
                LogRecord record = log.get(offset);
                lines.add(IN + line(record));
                List<OutputRecord> one = json.emit(record, offset);
                List<OutputRecord> other = avro.emit(record, offset);
                for (int i = 0; i < one.size(); i++) {
                    lines.add(OUT + line(one.get(i), other.get(i).value()));
                }
            }
        }
        return lines;
    }

    private static LogRecord record(String json) {
        JsonNode node = parse(json);
        return new LogRecord(
                node.get("topic").textValue(),
                Instant.parse(node.get("at").textValue()),
                Optional.ofNullable(node.get("key").textValue()),
                Optional.ofNullable(node.get("text").textValue()),
                node.hasNonNull("reply") ? OptionalInt.of(node.get("reply").intValue()) : OptionalInt.empty());
    }

    private static String line(LogRecord record) {
        ObjectNode node = JSON.createObjectNode()
                .put("topic", record.topic())
                .put("at", record.at().toString())
                .put("key", record.key().orElse(null))
                .put("text", record.text().orElse(null));
        record.replyPartition().ifPresent(partition -> node.put("reply", partition));
        return node.toString();
    }

    private static String line(OutputRecord emitted, byte @Nullable [] avro) {
        return emitted.topic().logicalName() + " " + emitted.partition() + " "
                + (emitted.key() == null ? "-" : new String(emitted.key(), UTF_8)) + " " + emitted.timestamp() + " "
                + (emitted.value() == null ? "" : new String(emitted.value(), UTF_8)) + " "
                + (avro == null ? "" : Sha256.hex(avro).substring(0, DIGEST_CHARACTERS));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
