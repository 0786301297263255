package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.stream.Topic;
import io.slotkeeper.testing.World;
import io.slotkeeper.testing.World.Seen;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the committed logs of a world say: each input record, in order, with what was emitted for it. */
final class Logs {

    /**
     * A record of an input topic, ticks included.
     *
     * @param now log time
     * @param outcomes of it
     * @param snapshots that it announced or caused, in order
     */
    record Entry(
            String name, String key, JsonNode request, Instant now, List<JsonNode> outcomes, List<JsonNode> snapshots) {

        boolean isTick() {
            return type().equals("tick");
        }

        String type() {
            return request.get("type").textValue();
        }

        /** What was asked for can be told from what had become due. */
        boolean announces(JsonNode snapshot) {
            return !snapshot.at("/cause/type").textValue().equals(type());
        }

        /** {@code accepted}, {@code repeated} or the code of the refusal. */
        String answer() {
            JsonNode outcome = outcomes.get(0);
            return outcome.get("code").isNull()
                    ? outcome.get("status").textValue()
                    : outcome.get("code").textValue();
        }

        @Override
        public String toString() {
            return name + " at " + now + " " + key + " " + request + " → " + outcomes + " " + snapshots;
        }
    }

    private final World world;

    Logs(World world) {
        this.world = world;
    }

    /** Partition by partition, each in its order. Fails when an output belongs to no input record. */
    List<Entry> of(Topic input, Topic output) {
        Map<String, List<JsonNode>> outcomes = new HashMap<>();
        Map<String, List<JsonNode>> snapshots = new HashMap<>();
        for (Seen seen : world.seen()) {
            if (seen.topic() == Topic.REQUEST_OUTCOMES) {
                add(outcomes, seen.value().get("source"), seen);
            } else if (seen.topic() == output) {
                add(snapshots, seen.value().get("cause"), seen);
            }
        }
        List<Entry> entries = new ArrayList<>();
        int partition = -1;
        Instant now = Instant.MIN;
        for (ConsumerRecord<byte[], byte[]> record : world.log(input)) {
            Instant appended = Instant.ofEpochMilli(record.timestamp());
            now = record.partition() == partition && appended.isBefore(now) ? now : appended;
            partition = record.partition();
            String name = input.logicalName() + "-" + partition + "-" + record.offset();
            entries.add(new Entry(
                    name,
                    new String(record.key(), StandardCharsets.UTF_8),
                    World.json(new String(record.value(), StandardCharsets.UTF_8)),
                    now,
                    removed(outcomes, name),
                    removed(snapshots, name)));
        }
        assertThat(outcomes.keySet()).as("outcomes of no request").noneMatch(it -> it.startsWith(input.logicalName()));
        assertThat(snapshots).as("snapshots that no record caused").isEmpty();
        return entries;
    }

    private static void add(Map<String, List<JsonNode>> outputs, JsonNode place, Seen seen) {
        String name = place.get("topic").textValue() + "-" + place.get("partition") + "-" + place.get("offset");
        outputs.computeIfAbsent(name, none -> new ArrayList<>()).add(seen.value());
    }

    private static List<JsonNode> removed(Map<String, List<JsonNode>> outputs, String name) {
        List<JsonNode> found = outputs.remove(name);
        return found == null ? List.of() : found;
    }
}
