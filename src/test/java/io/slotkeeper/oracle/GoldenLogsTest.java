package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded logs give what they gave when they were recorded, to the byte (docs/spec/log-time.md#replay): across
 * releases, unless
 * a change says on purpose that they don't. How to record them anew is in docs/explanation/testing.md#golden-logs.
 */
class GoldenLogsTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden", "logs");
    private static final Path CANDIDATES = Path.of("target", "golden", "logs");
    private static final String RESERVATIONS = "reservations.txt";
    private static final String CONVERSATIONS = "conversations.txt";
    private static final String PARTIES = "parties.txt";
    private static final int LOGS = 4;

    /** Where logs come from when a file of them is recorded for the first time. */
    private static final Map<String, Function<RandomGenerator, List<LogRecord>>> GENERATORS = Map.of(
            RESERVATIONS, ReservationLog::of, PARTIES, ReservationLog::ofAnonymous, CONVERSATIONS, ConversationLog::of);

    @ParameterizedTest
    @ValueSource(strings = {RESERVATIONS, PARTIES, CONVERSATIONS})
    void recorded_logs_give_what_they_gave(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        List<String> recorded = Files.exists(file) ? Files.readAllLines(file) : List.of();
        List<List<LogRecord>> logs = recorded.isEmpty() ? generated(name) : GoldenLog.records(recorded);
        List<String> now = GoldenLog.text(logs);
        Files.createDirectories(CANDIDATES);
        Files.write(CANDIDATES.resolve(name), now);
        assertThat(firstDifference(recorded, now))
                .as(
                        "what %s gives; if that is wanted, record it anew and name the change (docs/explanation/testing.md#golden-logs)",
                        name)
                .isEmpty();
        assertThat(logs).hasSize(LOGS);
    }

    private static List<List<LogRecord>> generated(String name) {
        var generator = GENERATORS.get(name);
        List<List<LogRecord>> logs = new ArrayList<>();
        for (int seed = 1; generator != null && seed <= LOGS; seed++) {
            logs.add(generator.apply(new SplittableRandom(seed)));
        }
        return logs;
    }

    private static List<String> firstDifference(List<String> recorded, List<String> now) {
        for (int i = 0; i < Math.max(recorded.size(), now.size()); i++) {
            String before = i < recorded.size() ? recorded.get(i) : "(nothing)";
            String after = i < now.size() ? now.get(i) : "(nothing)";
            if (!before.equals(after)) {
                return List.of("line " + (i + 1), "recorded: " + before, "now:      " + after);
            }
        }
        return List.of();
    }

    /** So that nobody records what happens to come out: the last line of the list of changes has its digest. */
    @Test
    void whoever_recorded_them_has_named_the_change() throws IOException {
        String digest = digest();
        List<String> changes = Files.readAllLines(FOLDER.resolve("CHANGES.md")).stream()
                .filter(line -> line.startsWith("- "))
                .toList();
        assertThat(changes).isNotEmpty();
        assertThat(changes.get(changes.size() - 1))
                .as("the last line of CHANGES.md, expected to begin with \"- %s: \" and to say what changed", digest)
                .matches("- " + digest + ": .{10,}");
    }

    private static String digest() throws IOException {
        var all = new ByteArrayOutputStream();
        for (String name : new TreeMap<>(GENERATORS).keySet()) {
            all.writeBytes(name.getBytes(UTF_8));
            all.writeBytes(Files.readAllBytes(FOLDER.resolve(name)));
        }
        return Sha256.hex(all.toByteArray()).substring(0, 16);
    }
}
